// The sky over a place: a cone from the ground to the edge.
attribute vec3 a_place;          // from the eye, km
attribute float a_up;            // 0 on the ground, 1 at the edge
uniform mat4 u_view_projection;
varying float v_up;
varying float v_w;
void main() {
  gl_Position = u_view_projection * vec4(a_place, 1.0);
  gl_Position.z = 0.0;
  v_up = a_up;
  v_w = gl_Position.w;
}
