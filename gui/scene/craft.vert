// The satellite in focus: places in half widths of a wing, along the wings, across them, to the Sun.
attribute vec3 a_position;
attribute vec3 a_normal;
attribute float a_material;
uniform mat4 u_view_projection;
uniform mat3 u_axes;
uniform vec3 u_at;           // from the eye, km
uniform float u_half;        // km
varying vec3 v_place;
varying vec3 v_normal;
varying vec3 v_view;
varying float v_material;
varying float v_w;
void main() {
  v_place = a_position;
  v_normal = u_axes * a_normal;
  v_view = u_at + u_axes * (a_position * u_half);
  v_material = a_material;
  gl_Position = u_view_projection * vec4(v_view, 1.0);
  gl_Position.z = 0.0;
  v_w = gl_Position.w;
}
