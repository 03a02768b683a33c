/** Loads what makes pictures. Throws where there is none for this machine. */
export async function loadSharp(): Promise<typeof import('sharp').default> {
  const { default: sharp } = await import('sharp')
  return sharp
}
