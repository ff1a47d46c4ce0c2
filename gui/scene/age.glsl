// The colour of what flies from the Moon, by the share of its flight that it has behind it: white-hot from the
// muzzle, blue on the long way, silver as it arrives.
vec3 age_colour(float share) {
  vec3 young = vec3(0.78, 0.97, 1.00), middle = vec3(0.30, 0.48, 1.00), old = vec3(0.86, 0.72, 1.00);
  return mix(mix(young, middle, smoothstep(0.0, 0.22, share)), old, smoothstep(0.55, 1.0, share));
}
