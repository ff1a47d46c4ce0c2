// A square of fixed size on the screen round a point of the scene.
attribute vec2 a_corner;
uniform mat4 u_view_projection;
uniform vec3 u_centre;       // from the eye, km
uniform vec2 u_half;         // half the square, as a part of the viewport
varying vec2 v_p;
void main() {
  v_p = a_corner;
  gl_Position = u_view_projection * vec4(u_centre, 1.0);
  gl_Position.xy += a_corner * u_half * gl_Position.w;
  gl_Position.z = 0.0;
}
