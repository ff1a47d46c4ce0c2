attribute vec2 a_corner;     // km
attribute float a_before;    // area of the field up to this cell, km2
uniform mat4 u_view_projection;
uniform mat3 u_axes;
uniform vec3 u_eye;
uniform float u_area;        // of the whole field
varying vec2 v_place;
varying vec3 v_view;
varying float v_w;
void main() {
  v_place = a_corner;
  v_view = vec3(a_corner, 0.003 + 0.007 * smoothstep(40.0, 70.0, length(a_corner)) - fall(a_corner)) - u_eye;
  gl_Position = a_before > u_area ? vec4(2.0, 2.0, 2.0, 1.0) : u_view_projection * vec4(u_axes * v_view, 1.0);
  gl_Position.z = 0.0;
  v_w = gl_Position.w;
}
