/** A scene for each outcome, from the first on. */
export function outcomes(count, make) {
  return Array.from({ length: count }, (_, i) => make(i + 1))
}
