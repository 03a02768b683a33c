// Draws the reactions of shapes/: `node packages/server/assets/reactions/make.mjs` from the root of the repository.

import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { lottieOf } from './lottie.mjs'
import { reactions } from './shapes.mjs'
import { svgOf } from './svg.mjs'

const folder = new URL('./files/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const reaction of reactions) {
  const picture = sharp(Buffer.from(svgOf(reaction)), { density: 96 }).resize(512, 512)
  writeFileSync(new URL(`${reaction.name}.webp`, folder), await picture.webp({ quality: 90, effort: 6 }).toBuffer())
  writeFileSync(new URL(`${reaction.name}.tgs`, folder), gzipSync(JSON.stringify(lottieOf(reaction)), { level: 9 }))
}
const index = reactions.map(({ name, emoji, title }) => ({ name, emoji, title }))
writeFileSync(new URL('index.json', folder), `${JSON.stringify(index, undefined, 2)}\n`)
