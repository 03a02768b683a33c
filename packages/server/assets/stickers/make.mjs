// Draws the files of pack.mjs: `node packages/server/assets/stickers/make.mjs` from the root of the repository.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { lottieOf } from './lottie.mjs'
import { index, scenes, stills } from './pack.mjs'
import { svgOf } from './svg.mjs'

/** Of a still reaction, which clients show in a line of text. */
const SIDE = 128

const folder = new URL('./files/', import.meta.url)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
const sizes = {}
const write = (name, bytes) => {
  writeFileSync(new URL(name, folder), bytes)
  sizes[name] = bytes.length
}
for (const [name, scene] of scenes()) write(name, gzipSync(JSON.stringify(lottieOf(scene)), { level: 9 }))
for (const [name, picture] of stills()) {
  const drawn = sharp(Buffer.from(svgOf(picture)), { density: 96 }).resize(SIDE, SIDE)
  write(name, await drawn.webp({ quality: 86, effort: 6 }).toBuffer())
}
writeFileSync(new URL('index.json', folder), `${JSON.stringify({ sizes, ...index() }, undefined, 1)}\n`)
