// A glow of fixed size on the screen round points of the scene.
attribute vec3 a_at;         // from the eye, km
attribute vec3 a_light;
attribute vec2 a_corner;     // each -1 or +1
uniform mat4 u_view_projection;
uniform vec2 u_half;         // half the square, as a part of the viewport
varying vec3 v_light;
varying vec2 v_p;
varying float v_w;
void main() {
  v_p = a_corner;
  v_light = a_light;
  gl_Position = u_view_projection * vec4(a_at, 1.0);
  v_w = gl_Position.w;
  gl_Position.xy += a_corner * u_half * gl_Position.w;
  gl_Position.z = 0.0;
}
