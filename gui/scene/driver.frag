// Buildings, girder and coils under the Sun; by night under their own lamps.
uniform vec3 u_sun;
uniform vec3 u_earth;
uniform float u_earthshine;
uniform float u_day;         // how much of the Sun's disc is over the horizon
uniform float u_flat;
varying vec3 v_place;
varying vec3 v_normal;
varying vec3 v_view;
varying float v_height;
varying float v_material;
varying float v_light;
varying float v_w;

// Lines every `pitch` km, `wide` of them, smooth where they are finer than a pixel.
float stripes(float x, float pitch, float wide) {
  float pixel = max(fwidth(x) / pitch, 1e-5);
  float f = fract(x / pitch);
  float inside = clamp((0.5 * wide - abs(f - 0.5)) / pixel + 0.5, 0.0, 1.0);
  return mix(inside, wide, smoothstep(0.35, 1.2, pixel));
}

void main() {
  gl_FragDepth = log_depth(v_w * 0.99998);
  if (u_flat > 0.5) {
    gl_FragColor = vec4(vec3(0.0), 0.93);
    return;
  }
  vec3 n = normalize(v_normal);
  vec3 e = normalize(v_view);
  if (dot(n, e) > 0.0) n = -n;
  float m = floor(v_material + 0.5);
  vec3 albedo = vec3(0.33, 0.34, 0.355), emitted = vec3(0.0);
  float shine = 0.0;
  float seams = 1.0 - 0.30 * stripes(v_place.x, 0.012, 0.05) * (1.0 - abs(n.x));
  if (m == 1.0) albedo = vec3(0.105, 0.11, 0.125);
  else if (m == 2.0) { albedo = vec3(0.50, 0.34, 0.10); shine = 0.6; }
  else if (m == 3.0) albedo = vec3(0.40, 0.19, 0.09);
  else if (m == 4.0) {
    albedo = vec3(0.22, 0.225, 0.235);
    float across = abs(n.x) > 0.5 ? v_place.y : v_place.x;
    float panes = stripes(across, 0.0085, 0.55) * stripes(v_height + 0.003, 0.0078, 0.24) * (1.0 - abs(n.z));
    albedo = mix(albedo, vec3(0.03), panes);
    // Not every room is lit, and none alike; from afar it is their mean.
    float number = floor(across / 0.0085) + 57.0 * floor((v_height + 0.003) / 0.0078);
    float room = fract(sin(mod(number, 977.0) * 12.9898) * 43758.5453);
    room = mix(1.6 * room * room * step(0.25, room), 0.55, clamp(fwidth(across) / 0.0085, 0.0, 1.0));
    emitted = vec3(1.0, 0.64, 0.29) * panes * room * mix(1.0, 0.02, u_day);
  }
  else if (m == 5.0) emitted = vec3(1.0, 0.86, 0.62) * mix(6.0, 1.5, u_day);
  else if (m == 6.0) { albedo = vec3(0.07); 
    // Hot where it comes in at the foot, cooler above, and not all alike.
    float cooling = 1.0 - 0.8 * clamp(v_height / 0.034, 0.0, 1.0);
    float panel = 0.6 + 0.4 * fract(sin(floor(v_place.y / 0.02) * 12.9898 + floor(v_place.x / 0.13) * 7.1) * 437.58);
    emitted = vec3(0.80, 0.12, 0.02) * cooling * cooling * panel * mix(0.34, 0.10, u_day);
    albedo *= 1.0 - 0.4 * stripes(v_place.x, 0.0106, 0.08);
  }
  else if (m == 7.0) albedo = vec3(0.118, 0.114, 0.108);
  else if (m == 8.0) { albedo = vec3(0.25, 0.26, 0.28); shine = 0.5; }
  else if (m == 9.0) albedo = vec3(0.098, 0.093, 0.086);
  if (m == 0.0 || m == 8.0) albedo *= seams;

  albedo *= mix(0.72, 1.0, smoothstep(0.0, 0.008, v_height));  // little light gets to where walls meet the ground
  float facing = max(dot(n, u_sun), 0.0) * u_day;
  vec3 colour = albedo * (1.45 * facing);
  vec3 h = normalize(u_sun - e);
  colour += shine * vec3(1.0, 0.97, 0.92) * pow(max(dot(n, h), 0.0), 40.0) * u_day;
  // What the sunlit ground sends back up, and the Earth's light.
  float down = 0.5 - 0.5 * n.z;
  colour += albedo * 0.12 * (0.25 + 0.75 * down) * max(u_sun.z, 0.0) * u_day;
  colour += albedo * vec3(0.010, 0.013, 0.018) * (1.0 + 11.0 * (1.0 - u_day)) * u_earthshine * max(dot(n, u_earth), 0.0);
  // Lamps light what stands near the ground.
  float low = exp(-max(v_height, 0.0) / 0.014) * (1.0 - abs(n.z)) * (m == 7.0 || m == 9.0 ? 0.0 : 1.0);
  colour += albedo * vec3(1.0, 0.72, 0.42) * (0.34 * low + 0.008) * (1.0 - 0.96 * u_day);
  // Coils, and what they light beside them.
  vec3 coil = coil_colour(v_light);
  float bore = 1.0 - smoothstep(0.0060, 0.0085, length(v_place.yz - vec2(0.0, 0.014)));
  if (m == 3.0) colour += coil * (0.5 + 2.2 * bore);
  else if (m == 8.0 && v_light > 0.0) colour += coil * 0.55;
  else colour += albedo * coil * 0.9;
  colour += emitted;
  gl_FragColor = vec4(tone(colour), 1.0);
}
