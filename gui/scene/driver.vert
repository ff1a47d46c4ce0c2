attribute vec3 a_position;
attribute vec3 a_normal;
attribute vec3 a_look;       // material; a number for it; what its height counts from: 0 ground, 1 track, 2 foot of a pylon
uniform mat4 u_view_projection;
uniform mat3 u_axes;         // to the GCRS
uniform vec3 u_eye;
uniform vec3 u_sun;
uniform vec2 u_slope;        // cosine and sine of the track's elevation
uniform float u_shift;       // of a block along the track, km
uniform float u_growth;
uniform float u_flat;        // 1: the shadow on the ground
varying vec3 v_place;
varying vec3 v_normal;
varying vec3 v_view;         // from the eye
varying float v_height;
varying float v_material;
varying float v_light;
varying float v_w;
void main() {
  vec3 p = a_position;
  v_normal = a_normal;
  v_light = 0.0;
  float height = p.z;
  if (a_look.z < 0.5) {
    p.z -= fall(p.xy);
  } else {
    v_light = a_look.y < 0.0 ? 0.0 : coil_light(u_length + u_shift + a_look.y);
    float x = p.x + u_shift;
    p = vec3(x * u_slope.x - p.z * u_slope.y, p.y, x * u_slope.y + p.z * u_slope.x);
    v_normal.xz = vec2(v_normal.x * u_slope.x - v_normal.z * u_slope.y, v_normal.x * u_slope.y + v_normal.z * u_slope.x);
    height = p.z + fall(p.xy);
    if (a_look.z > 1.5 && height > 0.0) { p.z -= height; height = 0.0; }
  }
  v_height = height;
  v_place = a_position;
  v_material = a_look.x;
  if (u_flat > 0.5) {
    p -= u_sun * (max(height, 0.0) / max(u_sun.z, 0.01));
    p.z = 0.0003 - fall(p.xy);
  }
  v_view = p - u_eye;
  gl_Position = u_view_projection * vec4(u_axes * v_view, 1.0);
  if (a_look.z < 0.5 && a_look.y > u_growth) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // not built yet
  gl_Position.z = 0.0;
  v_w = gl_Position.w;
}
