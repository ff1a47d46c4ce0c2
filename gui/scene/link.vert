// A laser link as a quad on the screen; its ends come from a table of places, so nothing of the link changes.
attribute vec2 a_nodes;          // of its two ends in the table
attribute vec2 a_pulse;          // range, km; where its pulse is at the hour, 0..1
attribute float a_look;          // 8 colour + 4 if near the selection + 2 at the second end + 1 on the other side
uniform sampler2D u_places;      // from the eye, km, and 1, or 0 for who is not there
uniform vec2 u_table;            // columns and rows of it
uniform mat4 u_view_projection;
uniform vec2 u_sample;           // 2 / viewport
uniform vec2 u_half_width;       // samples, with one of feather; the second of those near the selection
uniform float u_gain;
uniform float u_near_gain;
uniform float u_light;           // km that slowed light has gone since the hour
uniform float u_shortest;        // km: a shorter link shows no pulse
uniform vec4 u_colours[41];      // by class, then by load: red, green, blue, and how strong from afar
varying vec3 v_colour;
varying vec4 v_pulse;            // share of the way; the pulse's; length, samples; strength
varying vec2 v_side;             // samples from the middle; half the width
varying float v_w;
const float NEAR = 1e-3;

vec4 node(float i) {
  float row = floor((i + 0.5) / u_table.x);
  return texture2D(u_places, vec2((i - row * u_table.x + 0.5) / u_table.x, (row + 0.5) / u_table.y));
}

void main() {
  vec4 first = node(a_nodes.x), second = node(a_nodes.y);
  vec4 a = u_view_projection * vec4(first.xyz, 1.0);
  vec4 b = u_view_projection * vec4(second.xyz, 1.0);
  float kind = floor(a_look / 8.0), rest = a_look - 8.0 * kind;
  float near_it = step(3.5, rest);
  rest -= 4.0 * near_it;
  float end = step(1.5, rest), side = 2.0 * (rest - 2.0 * end) - 1.0, share_a = 0.0, share_b = 1.0;
  v_colour = vec3(0.0);
  v_pulse = vec4(0.0);
  v_side = vec2(0.0);
  v_w = 0.0;
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  if (first.w * second.w < 0.5 || (a.w < NEAR && b.w < NEAR)) return;
  if (a.w < NEAR) { share_a = (NEAR - a.w) / (b.w - a.w); a = mix(a, b, share_a); }
  else if (b.w < NEAR) { share_b = (NEAR - a.w) / (b.w - a.w); b = mix(a, b, share_b); }
  vec2 along = (b.xy / b.w - a.xy / a.w) / u_sample;
  float size = length(along);
  along = size > 1e-5 ? along / size : vec2(1.0, 0.0);
  float half_width = mix(u_half_width.x, u_half_width.y, near_it);
  v_side = half_width * vec2(side, 1.0);
  vec4 p = end < 0.5 ? a : b;
  p.xy += (vec2(-along.y, along.x) * v_side.x + along * (end - 0.5)) * u_sample * p.w;
  p.z = 0.0;
  v_w = p.w;
  gl_Position = p;

  // Half of the pulses go each way.
  float at = fract(a_pulse.y + u_light / max(a_pulse.x, 1.0));
  bool back = fract(a_pulse.y * 61.0) < 0.5;
  float share = end < 0.5 ? share_a : share_b;
  float there = smoothstep(u_shortest, 2.0 * u_shortest, a_pulse.x) * smoothstep(8.0, 24.0, size);
  v_pulse = vec4(back ? 1.0 - share : share, at, size / max(share_b - share_a, 1e-6), there);
  vec4 colour = u_colours[int(kind + 0.5)];
  v_colour = colour.rgb * mix(min(u_gain * colour.a, max(u_gain, 1.0)), u_near_gain, near_it);
}
