import sharp from 'sharp'
import { expect, it } from 'vitest'
import { gradientPng } from './gradient.ts'

async function pixelsOf(colors: readonly number[], side = 5): Promise<number[]> {
  const { data, info } = await sharp(await gradientPng(side, colors))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: side, height: side, channels: 3 })
  const at = (x: number, y: number): number => data.readUIntBE((y * side + x) * 3, 3)
  const left = Array.from({ length: side }, (_, y) => at(0, y))
  expect(Array.from({ length: side }, (_, y) => at(side - 1, y))).toEqual(left)
  return left
}

it('a gradient goes from the first colour at its top to the last one at its bottom', async () => {
  expect(await pixelsOf([0x12_34_56])).toEqual([0x12_34_56, 0x12_34_56, 0x12_34_56, 0x12_34_56, 0x12_34_56])
  expect(await pixelsOf([0, 0x04_08_0c])).toEqual([0, 0x01_02_03, 0x02_04_06, 0x03_06_09, 0x04_08_0c])
  expect(await pixelsOf([0xff_ff_ff, 0, 0xff_ff_ff])).toEqual([0xff_ff_ff, 0x80_80_80, 0, 0x80_80_80, 0xff_ff_ff])
  expect(await pixelsOf([7, 9], 1)).toEqual([7])
})
