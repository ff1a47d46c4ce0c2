// From above 20 km: a wide pattern over the globe, and the widest of the site.
void globe_detail(vec2 globe, float mid, inout vec2 slope, inout float bright) {
  vec3 wide = pattern(globe * 22.0) * (u_level.x * mid);
  slope += vec2(wide.x, -wide.y) * 0.42;
  bright += 0.10 * wide.z;
}
void site_detail(vec2 p, float wild, float near_site, inout vec2 ground, inout float bright) {
  vec3 a = pattern(turned(p, 0.809, 0.588) / 5.3);
  ground = turned(a.xy, 0.809, -0.588) * (0.50 * wild * near_site);
  bright += near_site * 0.12 * a.z;
}
