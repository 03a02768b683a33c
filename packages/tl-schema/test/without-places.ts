/** A syntax tree as plain data without places in the source: what two trees share if they mean and look the same. */
export function withoutPlaces(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === 'span' || key === 'source' ? undefined : value)),
  )
}
