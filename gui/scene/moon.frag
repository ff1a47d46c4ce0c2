// The Moon: albedo and relief under the true Sun, earthshine, and the Earth's shadow.
uniform sampler2D u_map;      // r red, g blue (sRGB), b slope to east, a slope to north
uniform float u_earthshine;   // how full the Earth is from here, 0..1
void main() {
  vec3 d, near;
  float along;
  float b2 = impact(d, along, near), b = sqrt(b2);
  float cover = along > 0.0 ? clamp((1.0 - b) / u_pixel + 0.5, 0.0, 1.0) : 0.0;
  if (cover <= 0.0) discard;
  float down = sqrt(max(1.0 - b2, 0.0));
  vec3 n = normalize(u_to_body * (near - down * d));
  vec4 map = texture2D(u_map, seamless(map_place(n)));
  vec3 albedo = linear(vec3(map.r, 0.5 * (map.r + map.g), map.g));
  vec3 east = normalize(vec3(-n.y, n.x, 1e-6));
  vec2 slope = map.ba * 2.0 - 1.0;
  vec3 rough = normalize(n + 1.15 * (east * slope.x + cross(n, east) * slope.y));

  // Dust: Lommel-Seeliger, flat across a full Moon, with a little of Lambert.
  float mu = max(dot(rough, u_sun), 0.0) * smoothstep(-0.03, 0.05, dot(n, u_sun));
  float lit = 1.10 * mu / (mu + max(down, 0.05)) + 0.45 * mu;
  float share = eclipse(n);
  vec3 sun = mix(vec3(0.050, 0.012, 0.004), vec3(1.0), share);   // in the umbra: every sunset of the Earth
  vec3 shine = vec3(0.0040, 0.0052, 0.0072) * u_earthshine * max(dot(rough, normalize(u_other)), 0.0);
  vec3 colour = albedo * (1.0 * lit * sun + shine);
  gl_FragColor = vec4(tone(colour) * cover, cover);
  gl_FragDepth = body_depth(along - down, d);
}
