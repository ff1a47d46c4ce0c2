// A mark of fixed size on the screen.
attribute vec3 a_place;          // from the eye, km
uniform mat4 u_view_projection;
uniform float u_size;            // samples
void main() {
  gl_Position = u_view_projection * vec4(a_place, 1.0);
  gl_Position.z = 0.0;
  gl_PointSize = u_size;
}
