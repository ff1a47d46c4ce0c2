// From below 20 km: patterns of 5.3 km, 610 m and 68 m round the site; each turned, so that no grid is seen.
uniform float u_low;          // 0 at 20 km .. 1 near the ground
void globe_detail(vec2 globe, float mid, inout vec2 slope, inout float bright) {}
void site_detail(vec2 p, float wild, float near_site, inout vec2 ground, inout float bright) {
  vec3 a = pattern(turned(p, 0.809, 0.588) / 5.3);
  vec3 m = pattern(turned(p, 0.951, -0.309) / 0.61 + 0.37);
  vec3 s = pattern(turned(p, 0.454, 0.891) / 0.068 + 0.71);
  ground = turned(a.xy, 0.809, -0.588) * 0.50 * wild
    + u_low * (turned(m.xy, 0.951, 0.309) * 0.50 * mix(0.75, 1.0, wild) + turned(s.xy, 0.454, -0.891) * 0.34);
  ground *= near_site;
  bright += near_site * (0.12 * a.z + u_low * (0.09 * m.z + 0.07 * s.z));
}
