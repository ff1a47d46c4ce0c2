// A satellite of the Starlink layer: placed by the CPU, which leaves out what is hidden.
attribute vec3 a_offset;         // from the eye, km
attribute vec2 a_light;          // 0 in shadow .. 1 in sunlight; brightness
uniform mat4 u_view_projection;
uniform float u_size;
uniform vec3 u_sunlit_colour;
uniform vec3 u_shadow_colour;
varying vec3 v_colour;
void main() {
  vec4 place = u_view_projection * vec4(a_offset, 1.0);
  place.z = 0.0;
  bool outside = max(abs(place.x), abs(place.y)) >= place.w;
  // To the corner just beyond the last pixel, as in fleet.vert.
  gl_Position = outside ? vec4(1.0, 1.0, 0.0, 1.0) : place;
  gl_PointSize = outside ? 1.0 : u_size;
  v_colour = outside ? vec3(0.0) : mix(u_shadow_colour, u_sunlit_colour, a_light.x) * a_light.y;
}
