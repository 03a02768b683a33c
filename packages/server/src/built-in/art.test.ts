import { readdirSync, readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readPictureHeader } from '../media/pictures/read-header.ts'
import { isPlayable } from '../rules/tgs.ts'
import { art } from './art.ts'
import { availableReactions, drawnEmoji } from './reactions.ts'
import { allBuiltInSets } from './sets.ts'

const assets = new URL('../../assets/stickers/', import.meta.url)
const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, assets))

interface Animation {
  readonly op: number
  readonly assets: readonly { readonly layers: readonly Layer[] }[]
  readonly layers: readonly Layer[]
}

interface Layer {
  readonly ks: Readonly<Record<string, { readonly a: number }>>
  readonly shapes?: readonly { readonly ty: string; readonly it: readonly { readonly ty: string }[] }[]
}

const unpacked = (name: string): Animation =>
  JSON.parse(gunzipSync(file(name), { maxOutputLength: 1024 * 1024 }).toString())
const layersIn = ({ layers, assets: inside }: Animation): Layer[] => [
  ...layers,
  ...inside.flatMap((asset) => asset.layers),
]

const names = Object.keys(art.sizes)
const animations = names.filter((name) => name.endsWith('.tgs'))

describe('what the project has drawn', () => {
  it('are the files that the index names, of the sizes that it says, and small together', () => {
    expect(readdirSync(new URL('files/', assets)).sort()).toEqual([...names, 'index.json'].sort())
    for (const name of names) expect(statSync(new URL(`files/${name}`, assets)).size, name).toBe(art.sizes[name])
    expect(Object.values(art.sizes).reduce((sum, size) => sum + size, 0)).toBeLessThan(600_000)
  })

  it('are animations within the bounds of TGS that move, made of shapes alone', () => {
    expect(animations.length).toBeGreaterThan(150)
    for (const name of animations) {
      expect(file(name).length, name).toBeLessThanOrEqual(64 * 1024)
      const animation = unpacked(name)
      expect(isPlayable(animation), name).toBe(true)
      const layers = layersIn(animation)
      expect(
        layers.some(({ ks }) => Object.values(ks).some(({ a }) => a === 1)),
        name,
      ).toBe(true)
      for (const { ty, it } of layers.flatMap(({ shapes = [] }) => shapes)) {
        expect(ty).toBe('gr')
        expect(it.map((item) => item.ty).join(' '), name).toMatch(/^((sh|el) )+(fl|st) tr$/)
      }
    }
  })

  it('are still pictures of 128 by 128 pixels', () => {
    for (const name of names.filter((one) => one.endsWith('.webp'))) {
      expect(readPictureHeader(file(name)), name).toEqual({ format: 'webp', w: 128, h: 128 })
    }
  })

  it('are those that their shapes draw', async () => {
    const { scenes, index }: { scenes: () => Map<string, object>; index: () => object } = await import(
      new URL('pack.mjs', assets).href
    )
    const { lottieOf }: { lottieOf: (scene: object) => unknown } = await import(new URL('lottie.mjs', assets).href)
    const drawn = scenes()
    expect([...drawn.keys()].sort()).toEqual(animations.toSorted())
    for (const [name, scene] of drawn) {
      expect(JSON.stringify(unpacked(name)) === JSON.stringify(lottieOf(scene)), name).toBe(true)
    }
    expect({ sets: art.sets, reactions: art.reactions }).toEqual(index())
  })

  it('are sixteen reactions, each with all its animations, and six kinds of dice with a picture for each outcome', () => {
    expect(new Set(drawnEmoji).size).toBe(16)
    expect(availableReactions(2)).toHaveLength(16)
    const outcomes = Object.entries(art.sets).filter(([key]) => key.startsWith('inputStickerSetDice'))
    expect(outcomes.map(([, documents]) => documents.length)).toEqual([7, 7, 7, 6, 6, 21])
  })

  it('are documents with ids of their own, beyond those of what people upload', () => {
    const ids = allBuiltInSets.flatMap(({ documents }) => documents.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) {
      expect(id).toBeGreaterThanOrEqual(2n ** 52n)
      expect(Number.isSafeInteger(Number(id))).toBe(true)
    }
  })
})
