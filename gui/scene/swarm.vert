// A satellite of the swarm: placed by the CPU, coloured by its age.
attribute vec4 a_offset_age;     // from the eye, km; age from 0, new, to 1, the oldest; beyond the last satellite: zeros
uniform mat4 u_view_projection;
uniform float u_size;
uniform float u_gain;
uniform vec3 u_new;
uniform vec3 u_middle;
uniform vec3 u_old;
varying vec3 v_colour;
void main() {
  vec4 place = u_view_projection * vec4(a_offset_age.xyz, 1.0);
  place.z = 0.0;
  bool outside = max(abs(place.x), abs(place.y)) >= place.w;
  // To the corner just beyond the last pixel, as in fleet.vert.
  gl_Position = outside ? vec4(1.0, 1.0, 0.0, 1.0) : place;
  gl_PointSize = outside ? 1.0 : u_size;
  float age = a_offset_age.w;
  vec3 colour = age < 0.5 ? mix(u_new, u_middle, 2.0 * age) : mix(u_middle, u_old, 2.0 * age - 1.0);
  v_colour = outside ? vec3(0.0) : colour * u_gain;
}
