// The Moon from less than a few thousand km: as moon.frag, with craters that the maps are too coarse for, and with a
// ray that is exact close to the ground.  The small craters are a pattern (moon_high.glsl, moon_low.glsl), not a
// survey: they move no mountain.
uniform sampler2D u_map;      // r red, g blue (sRGB), b slope to east, a slope to north
uniform float u_earthshine;
uniform float u_height;       // of the eye over the sphere, radii
uniform vec3 u_up;            // at the eye, GCRS
uniform mat3 u_to_site;       // GCRS -> axes of the ground at the mass driver
uniform vec3 u_site_eye;      // km
uniform vec3 u_track;         // from x to x along the track, and half the ground kept level, km
uniform vec3 u_site_sun;
uniform vec3 u_site_earth;

void main() {
  vec3 d = normalize(v_corner);
  // On the sphere by the root that loses no digits where the eye is near it.
  float b = (1.0 + u_height) * dot(d, u_up), c = u_height * (2.0 + u_height);
  float inside = b * b - c;
  float cover = b < 0.0 ? clamp(0.5 * inside / u_pixel + 0.5, 0.0, 1.0) : 0.0;
  if (cover <= 0.0) discard;
  float t = c / (sqrt(max(inside, 0.0)) - b);
  vec3 up = normalize(u_up * (1.0 + u_height) + d * t);
  float down = max(-dot(up, d), 0.0);
  vec3 n = normalize(u_to_body * up);
  vec2 place = seamless(map_place(n));
  vec4 map = texture2D(u_map, place);
  vec3 albedo = linear(vec3(map.r, 0.5 * (map.r + map.g), map.g));
  vec3 east = normalize(vec3(-n.y, n.x, 1e-6)), north = cross(n, east);

  // Where the site's own patterns lie, the ground along the track and round the factory is graded.
  vec3 p = u_site_eye + (u_to_site * d) * (t * 1737.4);
  float away = length(vec2(max(max(u_track.x - p.x, p.x - u_track.y), 0.0), p.y));
  float near_site = u_level.z * (1.0 - smoothstep(150.0, 320.0, length(p.xy)));
  float wild = 1.0 - near_site * (1.0 - smoothstep(u_track.z, 4.0 * u_track.z, away));

  vec2 slope = (map.ba * 2.0 - 1.0) * u_level.w;
  float bright = 0.0;
  float mid = 1.0 - smoothstep(0.80, 0.96, abs(n.z));   // towards the poles the pattern would crowd
  vec2 globe = place * vec2(2.0, 1.0);
  vec3 fine = pattern(turned(globe, 0.0, 1.0) * 176.0) * (u_level.y * mid);
  slope += vec2(-fine.y, -fine.x) * 0.40 * wild;
  bright += 0.10 * fine.z;
  globe_detail(globe, mid, slope, bright);
  vec3 rough_n = normalize(n + east * slope.x + north * slope.y);
  float mu = dot(rough_n, u_sun);
  vec2 ground = vec2(0.0);
  site_detail(p.xy, wild, near_site, ground, bright);
  mu += dot(ground, u_site_sun.xy);
  albedo *= 1.0 + bright;
  mu = max(mu, 0.0) * smoothstep(-0.012, 0.02, dot(n, u_sun));
  float lit = 1.10 * mu / (mu + max(down, 0.12)) + 0.55 * mu;
  float share = eclipse(n);
  vec3 sun = mix(vec3(0.050, 0.012, 0.004), vec3(1.0), share);
  vec3 shine = vec3(0.0040, 0.0052, 0.0072) * u_earthshine * max(dot(rough_n, normalize(u_other)) + dot(ground, u_site_earth.xy), 0.0);
  // By night, close to the ground, the eye is used to the dark.
  shine *= 1.0 + 62.0 * u_level.y * smoothstep(0.0, -0.035, dot(n, u_sun));
  vec3 colour = albedo * (lit * sun + shine);
  gl_FragColor = vec4(tone(colour) * cover, cover);
  gl_FragDepth = log_depth(-t * u_radius_km * dot(d, u_back));
}
