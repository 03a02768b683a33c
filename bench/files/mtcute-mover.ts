import { createReadStream, statSync } from 'node:fs'
import { MemoryStorage, Message, TelegramClient, type UploadedFile } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'
import { codeOf, type Mover, type MoverOptions } from './mover.ts'

export async function createMover({ port, publicKey, phone, connections }: MoverOptions): Promise<Mover> {
  const crypto = new NodeCryptoProvider()
  await crypto.initialize()
  addPublicKey(crypto, publicKey)
  const dc = { id: 2, ipAddress: '127.0.0.1', port }
  const client = new TelegramClient({
    ...{ apiId: 1, apiHash: 'bench', storage: new MemoryStorage(), crypto, logLevel: 0, updates: false },
    defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
    network: { usePfs: false, connectionCount: (kind) => (kind === 'main' ? 1 : connections) },
  })
  client.onError.add(() => {})
  const sent = await client.sendCode({ phone })
  if (!('phoneCodeHash' in sent)) throw new Error('signed in without a code')
  const who = { phoneNumber: phone, phoneCodeHash: sent.phoneCodeHash }
  await client.call({ _: 'auth.signIn', ...who, phoneCode: codeOf(phone) })
  const signedUp = await client.call({ _: 'auth.signUp', ...who, firstName: 'Mover', lastName: '' })
  if (signedUp._ !== 'auth.authorization') throw new Error('not signed up')
  await client.notifyLoggedIn(signedUp)
  return {
    upload(path) {
      const { size } = statSync(path)
      // Whole parts: mtcute takes a short read of a stream for the end of a part.
      return client.uploadFile({
        file: createReadStream(path, { highWaterMark: 524_288 }),
        fileSize: size,
        fileName: 'a',
      })
    },
    send: (uploaded, fileName) => {
      if (!isUploaded(uploaded)) throw new TypeError('nothing was uploaded')
      return client.sendMedia('me', { type: 'document', file: uploaded, fileName })
    },
    async download(message, onPiece) {
      const media = message instanceof Message ? message.media : undefined
      if (media?.type !== 'document') throw new TypeError('nothing was sent')
      let bytes = 0
      for await (const piece of client.downloadAsIterable(media)) {
        bytes += piece.length
        onPiece(piece)
      }
      return bytes
    },
    close: () => client.destroy(),
  }
}

function isUploaded(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'inputFile' in value
}
