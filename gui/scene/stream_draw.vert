void main() {
  float share = share_of_flight();
  vec3 p = placed(clamp(share, 0.0, 1.0));
  vec4 place = u_view_projection * vec4(p, 1.0);
  place.z = 0.0;
  bool outside = max(abs(place.x), abs(place.y)) > place.w;
  bool hidden = outside || share < 0.0 || share > 1.0 || covers(u_earth, p, EARTH) || covers(u_moon, p, MOON);
  gl_Position = hidden ? vec4(1.0, 1.0, 0.0, 1.0) : place;  // as in fleet.vert: just beyond the last pixel
  // Bright for the first and the last hour: the flash of the shot, and the burn.
  float burn = u_arrives * smoothstep(0.9935, 0.9995, share) + 1.0 - smoothstep(0.0, 0.006, share);
  gl_PointSize = clamp(u_width / max(place.w, 1e-3), u_size * (1.0 + 0.6 * burn), 10.0 * u_size);
  if (hidden) gl_PointSize = 1.0;                           // of a larger one a corner would still be seen
  v_colour = hidden ? vec3(0.0) : age_colour(share) * u_gain * (1.0 + 0.8 * burn);
}
