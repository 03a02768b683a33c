/** How long an animation may be, and at which speeds it may run ("Animated stickers"). */
const mostSeconds = 3
const speeds: readonly unknown[] = [30, 60]
export const animationSide = 512
/** Layers, also within compositions. */
const mostLayers = 1_000

/**
 * Whether what a TGS file holds is an animation that clients play: made for that (`tgs`), of the right size and length, with
 * layers, and with none of what Lottie knows and TGS forbids (pictures, text, expressions).
 */
export function isPlayable(lottie: unknown): boolean {
  if (!isRecord(lottie)) return false
  const { tgs, w, h, fr, ip, op, layers, assets = [] } = lottie
  if (tgs !== 1 || w !== animationSide || h !== animationSide || !speeds.includes(fr)) return false
  if (typeof ip !== 'number' || typeof op !== 'number' || typeof fr !== 'number') return false
  const seconds = (op - ip) / fr
  if (!(seconds > 0 && seconds <= mostSeconds)) return false
  if (!Array.isArray(layers) || layers.length === 0 || !Array.isArray(assets)) return false
  const inside = assets.map((asset: unknown) => (isRecord(asset) ? asset['layers'] : undefined))
  if (inside.some((one) => !Array.isArray(one))) return false
  const all: unknown[] = [layers, ...inside].flat()
  return all.length <= mostLayers && all.every(isDrawn)
}

/** Compositions, empty ones that others follow, and shapes. */
const layerTypes: readonly unknown[] = [0, 3, 4]

function isDrawn(layer: unknown): boolean {
  return isRecord(layer) && layerTypes.includes(layer['ty'])
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
