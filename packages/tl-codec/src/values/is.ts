/** Whether a value is an object of one of these constructors; TypeScript then knows which. */
export function is<T extends { readonly _: string }, N extends T['_']>(
  value: T | undefined,
  ...names: readonly N[]
): value is Extract<T, { readonly _: N }> {
  return value !== undefined && names.some((name) => name === value._)
}
