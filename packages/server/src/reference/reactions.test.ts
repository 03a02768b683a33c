import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const assets = new URL('../../assets/reactions/', import.meta.url)
const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, assets))

interface Reaction {
  readonly name: string
  readonly emoji: string
  readonly title: string
}
const index: readonly Reaction[] = JSON.parse(file('index.json').toString())

/** Width and height, as the first chunk of a WebP says; undefined for what is none. */
function sizeOfWebp(bytes: Buffer): readonly [number, number] | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined
  if (bytes.readUInt32LE(4) !== bytes.length - 8) return undefined
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1]
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
    }
    case 'VP8 ':
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff]
    default:
      return undefined
  }
}

interface Animation {
  readonly tgs: number
  readonly v: string
  readonly fr: number
  readonly ip: number
  readonly op: number
  readonly w: number
  readonly h: number
  readonly layers: readonly Layer[]
}

interface Layer {
  readonly ty: number
  readonly ip: number
  readonly op: number
  readonly ks: Readonly<Record<string, { readonly a: number; readonly k: unknown }>>
  readonly shapes: readonly { readonly ty: string; readonly it: readonly Item[] }[]
}

interface Item {
  readonly ty: string
  readonly ks?: { readonly k: { readonly v: readonly (readonly [number, number])[] } }
  readonly p?: { readonly k: readonly [number, number] }
  readonly s?: { readonly k: readonly [number, number] }
}

function animationOf(name: string): Animation {
  return JSON.parse(gunzipSync(file(`${name}.tgs`), { maxOutputLength: 1024 * 1024 }).toString())
}

/** The corners of outlines, and of the squares around ellipses. */
function pointsOf({ shapes }: Layer): (readonly [number, number])[] {
  return shapes.flatMap(({ it }) =>
    it.flatMap((item): readonly (readonly [number, number])[] => {
      if (item.ty === 'sh') return item.ks?.k.v ?? []
      if (item.ty !== 'el' || item.p === undefined || item.s === undefined) return []
      const [[x, y], [width, height]] = [item.p.k, item.s.k]
      return [
        [x - width / 2, y - height / 2],
        [x + width / 2, y + height / 2],
      ]
    }),
  )
}

describe('the reactions of the project', () => {
  it('are twelve emoji with a picture and an animation each, and nothing besides', () => {
    expect(new Set(index.map(({ emoji }) => emoji)).size).toBe(12)
    const expected = index.flatMap(({ name }) => [`${name}.tgs`, `${name}.webp`])
    expect(readdirSync(new URL('files/', assets)).sort()).toEqual([...expected, 'index.json'].sort())
  })

  it.each(index)('$emoji is a WebP of 512 by 512 pixels', ({ name }) => {
    const bytes = file(`${name}.webp`)
    expect(sizeOfWebp(bytes)).toEqual([512, 512])
    expect(bytes.length).toBeLessThan(64 * 1024)
  })

  it.each(index)('$emoji is an animation within the bounds of TGS', ({ name }) => {
    expect(file(`${name}.tgs`).length).toBeLessThanOrEqual(64 * 1024)
    const animation = animationOf(name)
    expect(animation).toMatchObject({ tgs: 1, v: expect.stringMatching(/^5\./), ip: 0, w: 512, h: 512 })
    expect([30, 60]).toContain(animation.fr)
    expect(animation.op / animation.fr).toBeGreaterThan(0)
    expect(animation.op / animation.fr).toBeLessThanOrEqual(3)
    expect(animation.layers.length).toBeGreaterThan(0)
    for (const layer of animation.layers) {
      expect(layer).toMatchObject({ ty: 4, ip: 0, op: animation.op })
      for (const { ty, it } of layer.shapes) {
        expect(ty).toBe('gr')
        expect(it.map((item) => item.ty).join(' ')).toMatch(/^((sh|el) )+(fl|st) tr$/)
      }
    }
  })

  it.each(index)('$emoji fills its square, and moves', ({ name }) => {
    const { layers } = animationOf(name)
    const points = layers.flatMap(pointsOf)
    for (const axis of [0, 1] as const) {
      const values = points.map((point) => point[axis])
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...values)).toBeLessThanOrEqual(512)
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(250)
    }
    expect(layers.some(({ ks }) => Object.values(ks).some(({ a }) => a === 1))).toBe(true)
  })

  it('are those that their shapes draw', async () => {
    const { reactions }: { reactions: readonly Reaction[] } = await import(new URL('shapes.mjs', assets).href)
    const { lottieOf }: { lottieOf: (reaction: Reaction) => unknown } = await import(new URL('lottie.mjs', assets).href)
    expect(reactions.map(({ name, emoji, title }) => ({ name, emoji, title }))).toEqual(index)
    for (const reaction of reactions) {
      expect(animationOf(reaction.name), reaction.name).toEqual(JSON.parse(JSON.stringify(lottieOf(reaction))))
    }
  })
})
