attribute vec3 a_direction;
attribute vec2 a_place;
uniform mat4 u_view_projection;
varying vec2 v_place;
void main() {
  v_place = a_place;
  gl_Position = u_view_projection * vec4(a_direction, 1.0);
  gl_Position.z = 0.0;
}
