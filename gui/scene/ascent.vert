// A ribbon along a flight's trail: as wide as the exhaust, but never thinner than the eye can see.
attribute vec3 a_at;         // a point of the trail, from the eye, km
attribute vec3 a_along;      // onward, km
attribute vec3 a_light;
attribute float a_half_km;
attribute float a_side;      // -1 or +1
uniform mat4 u_view_projection;
uniform vec2 u_sample;       // 2 / viewport
uniform float u_px_rad;      // angle of a sample
uniform float u_least;       // half width, samples
varying vec3 v_light;
varying float v_side;
varying float v_shell;    // 1 where the exhaust is wide
varying float v_w;
const float NEAR = 1e-3;
void main() {
  vec4 p = u_view_projection * vec4(a_at, 1.0);
  v_w = p.w;
  v_side = a_side;
  v_light = a_light;
  v_shell = smoothstep(8.0, 60.0, a_half_km);
  if (p.w < NEAR) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  // The direction on the screen is the derivative of the projected point.
  vec4 d = u_view_projection * vec4(a_along, 0.0);
  vec2 along = (d.xy * p.w - p.xy * d.w) / u_sample;
  float size = length(along);
  along = size > 1e-6 ? along / size : vec2(1.0, 0.0);
  float wide = a_half_km / (p.w * u_px_rad);
  float half_width = max(wide, u_least);
  if (a_half_km > 0.0) v_light *= sqrt(wide / half_width);   // too thin to show its width: it shows less light
  p.xy += vec2(-along.y, along.x) * a_side * half_width * u_sample * p.w;
  p.z = 0.0;
  gl_Position = p;
}
