// A payload in flight: from its place among the launches to its share of the flight, from there to its place on the line.
attribute float a_place;         // launches of the stride after the first one
uniform sampler2D u_pace;        // per launch node: share of the flight, and its linear and square coefficient
uniform sampler2D u_line;        // row 0: places from the eye, km; row 1: what they change by per node
uniform float u_launch_nodes;
uniform float u_line_nodes;
uniform float u_step;            // launches from node to node
uniform mat4 u_view_projection;
uniform vec3 u_earth;            // the Earth's centre from the eye, km
uniform vec3 u_moon;
uniform float u_size;
uniform float u_gain;
uniform float u_width;            // of a payload at 1 km, samples
uniform float u_arrives;         // 1: in an orbit, with a burn
varying vec3 v_colour;

const float EARTH = 6371.0;
const float MOON = 1737.4;

// The inverse of s^3 (10 - 15 s + 6 s^2), which is alike at both ends.
float node_of_share(float share) {
  float m = min(share, 1.0 - share);
  float q = pow(max(0.1 * m, 0.0), 0.3333333);
  float s = q * (1.0 + q * (0.46382 + q * (1.32336 + q * (11.68385 * q - 4.19775))));  // within 0.0005
  for (int i = 0; i < 2; i++)
    s -= (s * s * s * (10.0 + s * (6.0 * s - 15.0)) - m) / max(30.0 * s * s * (1.0 - s) * (1.0 - s), 1e-9);
  return share < 0.5 ? s : 1.0 - s;
}

vec3 node(float j, float row) { return texture2D(u_line, vec2((j + 0.5) / u_line_nodes, row)).xyz; }

vec3 placed(float share) {
  float at = node_of_share(share) * (u_line_nodes - 1.0);
  float j = clamp(floor(at), 0.0, u_line_nodes - 2.0);
  float u = at - j, v = 1.0 - u;
  return (1.0 + 2.0 * u) * v * v * node(j, 0.25) + u * u * (3.0 - 2.0 * u) * node(j + 1.0, 0.25)
       + u * v * v * node(j, 0.75) - u * u * v * node(j + 1.0, 0.75);
}

bool covers(vec3 centre, vec3 p, float radius) {
  float along = dot(centre, p) / dot(p, p);
  vec3 beside = centre - along * p;
  return dot(beside, beside) < radius * radius && along > 0.0 && along < 1.0;
}

float share_of_flight() {
  float column = clamp(floor((a_place + 0.5) / u_step), 0.0, u_launch_nodes - 1.0);
  vec4 pace = texture2D(u_pace, vec2((column + 0.5) / u_launch_nodes, 0.5));
  float after = a_place - column * u_step;
  return pace.x + after * (pace.y + after * pace.z);
}
