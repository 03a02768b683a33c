// A thread that makes small pictures of large ones. See pictures.ts.
import { parentPort } from 'node:worker_threads'
import { jpegSteps } from './jpeg-steps.ts'
import { loadSharp } from './load-sharp.ts'
import type { PictureOutcome, PictureTask, RenderedPicture, RenderedSize, SizeOrder } from './order.ts'
import { longestSeconds, mostPixels } from './picture-bounds.ts'
import { strip, strippedQuality, strippedSide } from './stripped.ts'

type Sharp = typeof import('sharp').default

const jpegQuality = 87
const webpQuality = 90
const white = { r: 255, g: 255, b: 255 }

let loaded: Promise<Sharp> | undefined

async function load(): Promise<Sharp> {
  const sharp = await loadSharp()
  // Others have the processors as well, and no picture comes twice.
  sharp.concurrency(1)
  sharp.cache(false)
  // Nothing reads a picture but what reads these four kinds.
  sharp.block({ operation: ['VipsForeignLoad'] })
  const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((kind) => `VipsForeignLoad${kind}`)
  sharp.unblock({ operation: loaders })
  return sharp
}

/** The pixels from which all sizes are made: turned as its maker said, in sRGB, without anything else that was in the file. */
interface Base {
  readonly pixels: Buffer
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 }
}

async function readBase(
  sharp: Sharp,
  { bytes, order }: PictureTask,
): Promise<Base & { readonly w: number; readonly h: number }> {
  const source = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 }).timeout({
    seconds: longestSeconds,
  })
  const { width, height, orientation = 1 } = await source.metadata()
  const [w, h] = orientation >= 5 ? [height, width] : [width, height]
  // What is cut to a square is the larger of two sides.
  const sides = order.sizes.map(({ side, fit }) => (fit === 'square' ? side * (Math.max(w, h) / Math.min(w, h)) : side))
  const side = Math.ceil(Math.max(strippedSide, ...sides))
  const needsAlpha = order.sizes.some(({ format }) => format !== 'jpeg')
  const sized = source
    .rotate()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  const plain = needsAlpha ? sized.ensureAlpha() : sized.flatten({ background: white })
  const { data, info } = await plain.raw().toBuffer({ resolveWithObject: true })
  return { pixels: data, raw: { width: info.width, height: info.height, channels: info.channels }, w, h }
}

async function renderSize(sharp: Sharp, { pixels, raw }: Base, size: SizeOrder): Promise<RenderedSize> {
  const { type, side, fit, format, isProgressive = false } = size
  const isSquare = fit === 'square'
  const shorter = isSquare ? Math.min(side, raw.width, raw.height) : side
  const sized = sharp(pixels, { raw }).resize({
    ...{ width: shorter, height: shorter, fit: isSquare ? 'cover' : 'inside', withoutEnlargement: true },
  })
  const flat = raw.channels === 4 && format === 'jpeg' ? sized.flatten({ background: white }) : sized
  const coded =
    format === 'jpeg'
      ? flat.jpeg({ quality: jpegQuality, progressive: isProgressive, chromaSubsampling: '4:2:0' })
      : format === 'webp'
        ? flat.webp({ quality: webpQuality })
        : flat.png()
  const { data, info } = await coded.toBuffer({ resolveWithObject: true })
  const bytes = new Uint8Array(data)
  return { type, w: info.width, h: info.height, bytes, steps: isProgressive ? jpegSteps(bytes) : [] }
}

async function renderStripped(sharp: Sharp, { pixels, raw }: Base, isSquare: boolean): Promise<Uint8Array | undefined> {
  const side = isSquare ? Math.min(strippedSide, raw.width, raw.height) : strippedSide
  const jpeg = await sharp(pixels, { raw })
    .resize({ width: side, height: side, fit: isSquare ? 'cover' : 'inside', withoutEnlargement: true })
    .flatten({ background: white })
    // Another number of components has another header.
    .toColourspace('srgb')
    .jpeg({ quality: strippedQuality, optimiseCoding: false, chromaSubsampling: '4:2:0' })
    .toBuffer()
  return strip(jpeg)
}

async function render(sharp: Sharp, task: PictureTask): Promise<RenderedPicture> {
  const { order } = task
  const base = await readBase(sharp, task)
  const sizes: RenderedSize[] = []
  for (const size of order.sizes) sizes.push(await renderSize(sharp, base, size))
  const isSquare = order.sizes.length > 0 && order.sizes.every(({ fit }) => fit === 'square')
  const stripped = order.stripped ? await renderStripped(sharp, base, isSquare) : undefined
  return { w: base.w, h: base.h, sizes, stripped }
}

async function answer(task: PictureTask): Promise<PictureOutcome> {
  let sharp: Sharp
  try {
    loaded ??= load()
    sharp = await loaded
  } catch (error) {
    loaded = undefined
    return { unavailable: error instanceof Error ? error.message : String(error) }
  }
  try {
    return { rendered: await render(sharp, task) }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', async (task: PictureTask) => {
  const outcome = await answer(task)
  parentPort?.postMessage(outcome)
})
