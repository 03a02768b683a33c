import { statSync } from 'node:fs'
import { parsePublicKey } from '@chappe/crypto'
import { Api, Logger, TelegramClient } from 'telegram'
import { CustomFile } from 'telegram/client/uploads.js'
import { _serverKeys } from 'telegram/crypto/RSA.js'
import { LogLevel } from 'telegram/extensions/Logger.js'
import { returnBigInt } from 'telegram/Helpers.js'
import { ConnectionTCPFull } from 'telegram/network/index.js'
import { StringSession } from 'telegram/sessions/index.js'
import { codeOf, type Mover, type MoverOptions } from './mover.ts'

/** GramJS connects to port 80; its `connection` option is the way around that. */
function connectionTo(port: number): typeof ConnectionTCPFull {
  return class extends ConnectionTCPFull {
    constructor(options: ConstructorParameters<typeof ConnectionTCPFull>[0]) {
      super({ ...options, port })
    }
  }
}

export async function createMover({ port, publicKey, phone, connections }: MoverOptions): Promise<Mover> {
  const { n, e, fingerprint } = parsePublicKey(publicKey)
  _serverKeys.set(String(fingerprint), { n: returnBigInt(String(n)), e: Number(e) })
  const session = new StringSession('')
  session.setDC(2, '127.0.0.1', 443)
  const client = new TelegramClient(session, 1, 'bench', {
    ...{ connection: connectionTo(port), baseLogger: new Logger(LogLevel.NONE), useWSS: false, requestRetries: 3 },
  })
  client.onError = async () => {}
  await client.connect()
  const { phoneCodeHash } = await client.sendCode({ apiId: 1, apiHash: 'bench' }, phone)
  await client.invoke(new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash, phoneCode: codeOf(phone) }))
  await client.invoke(new Api.auth.SignUp({ phoneNumber: phone, phoneCodeHash, firstName: 'Mover', lastName: '' }))
  return {
    upload: (path) => client.uploadFile({ file: new CustomFile('a', statSync(path).size, path), workers: connections }),
    send(uploaded, name) {
      if (!(uploaded instanceof Api.InputFile) && !(uploaded instanceof Api.InputFileBig))
        throw new TypeError('nothing was uploaded')
      return client.sendFile('me', {
        file: uploaded,
        forceDocument: true,
        attributes: [new Api.DocumentAttributeFilename({ fileName: name })],
      })
    },
    async download(sent, onPiece) {
      const document = sent instanceof Api.Message ? sent.document : undefined
      if (document === undefined) throw new TypeError('nothing was sent')
      const { id, accessHash, fileReference, size } = document
      const file = new Api.InputDocumentFileLocation({ id, accessHash, fileReference, thumbSize: '' })
      let bytes = 0
      for await (const piece of client.iterDownload({ file, requestSize: 524_288, fileSize: size, dcId: 2 })) {
        bytes += piece.length
        onPiece(piece)
      }
      return bytes
    },
    close: () => client.destroy(),
  }
}
