import sharp from 'sharp'

/** A picture of one colour. */
export async function picture(background = 'teal', side = 512, name = `${background}.png`): Promise<File> {
  const bytes = await sharp({ create: { width: side, height: side, channels: 4, background } })
    .png()
    .toBuffer()
  return new File([new Uint8Array(bytes)], name, { type: 'image/png' })
}

/** A small picture of one colour, as it stands for a film or a document. */
export async function thumbnail(background = 'teal', side = 90): Promise<File> {
  const bytes = await sharp({ create: { width: side, height: side, channels: 3, background } })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(bytes)], 'thumbnail.jpg', { type: 'image/jpeg' })
}

/** Bytes that are nothing but a file. */
export function bytes(name: string, type = 'application/octet-stream', length = 3_000): File {
  return new File([Uint8Array.from({ length }, (_, at) => (at * 7) % 256)], name, { type })
}
