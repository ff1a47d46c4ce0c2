// Light on the ground: of lamps, of the coils along the track, of the flash at the muzzle.
uniform float u_day;
uniform float u_flash;
varying vec3 v_pool;
varying float v_s;
varying float v_w;

// The light of one shot where the ground sees the coils round v_s, km, to `wide` on both sides.
float spread(float age, float wide) {
  float share = clamp(age / u_ride + 1.0, 0.0, 4.0);
  float behind = u_length * share * share - v_s;
  float since = age + u_ride * (1.0 - sqrt(max(v_s, 0.0) / u_length));
  return share > 0.0 && since < 30.0 ? light_after(max(since, 0.0)) * smoothstep(-wide, wide, behind) : 0.0;
}

void main() {
  gl_FragDepth = log_depth(v_w * 0.99997);
  float r2 = dot(v_pool.xy, v_pool.xy);
  vec3 colour;
  if (v_pool.z < 0.5) colour = vec3(1.0, 0.70, 0.38) * 0.20 * (1.0 - u_day) * max(1.0 - r2, 0.0) / (1.0 + 14.0 * r2);
  else if (v_pool.z < 1.5) {
    float y = abs(v_pool.y);
    // What a patch of ground sees is a stretch of the track, the longer the farther off it is.
    float wide = 0.03 + 0.35 * y;
    float light = u_steady + u_singly * (spread(u_ages0.x, wide) + spread(u_ages0.y, wide) + spread(u_ages0.z, wide)
      + spread(u_ages0.w, wide) + spread(u_ages1.x, wide) + spread(u_ages1.y, wide) + spread(u_ages1.z, wide)
      + spread(u_ages1.w, wide));
    colour = coil_colour(light) * 0.16 * (1.0 - y) * (1.0 - y) / (1.0 + 60.0 * y * y);
  }
  else colour = vec3(0.60, 0.80, 1.0) * 0.9 * u_flash * max(1.0 - r2, 0.0) / (1.0 + 300.0 * r2);
  gl_FragColor = vec4(tone(colour), 1.0);
}
