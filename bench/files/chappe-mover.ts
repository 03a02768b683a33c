import { createClient, type UploadedFile } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { codeOf, type Mover, type MoverOptions } from './mover.ts'

export async function createMover({ port, publicKey, phone, connections }: MoverOptions): Promise<Mover> {
  const client = createClient({
    ...{ apiId: 1, apiHash: 'bench', dcs: { id: 2, host: '127.0.0.1', port }, serverPublicKey: publicKey },
    fileConnections: connections,
  })
  await client.start({ phone, code: codeOf(phone), name: 'Mover' })
  return {
    upload: (path) => Promise.resolve(client.upload(path)),
    async send(uploaded, name) {
      if (!isUploaded(uploaded)) throw new TypeError('nothing was uploaded')
      const { id } = await client.sendFile('me', uploaded, { name })
      const found = await client.call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id }] })
      return 'messages' in found ? found.messages[0] : undefined
    },
    async download(sent, onPiece) {
      if (!isMessage(sent)) throw new TypeError('nothing was sent')
      let bytes = 0
      for await (const piece of client.download(sent)) {
        bytes += piece.length
        onPiece(piece)
      }
      return bytes
    },
    close: () => client.close(),
  }
}

function isUploaded(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'input' in value
}

function isMessage(value: unknown): value is api.message {
  return typeof value === 'object' && value !== null && '_' in value && value._ === 'message'
}
