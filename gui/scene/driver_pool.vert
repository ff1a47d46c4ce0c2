attribute vec2 a_place;      // km
attribute vec3 a_pool;       // across the pool, -1..1 each way; z: 0 a lamp's, 1 the coils', 2 the flash's
uniform mat4 u_view_projection;
uniform mat3 u_axes;
uniform vec3 u_eye;
varying vec3 v_pool;
varying float v_s;
varying float v_w;
void main() {
  v_pool = a_pool;
  v_s = a_place.x + u_length;
  gl_Position = u_view_projection * vec4(u_axes * (vec3(a_place, 0.0006 - fall(a_place)) - u_eye), 1.0);
  gl_Position.z = 0.0;
  v_w = gl_Position.w;
}
