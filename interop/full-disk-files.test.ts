import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, ClientError, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, expect, test } from 'vitest'
import { canLimitFileSize, limitFileSize } from '../packages/server/src/testing/file-size-limit.ts'
import { signUpChappe } from './support/chappe-user.ts'
import { fillDisk, freeDisk } from './support/full-disk.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const server = await ServerProcess.start()
afterAll(() => server.dispose())

const PART = 524_288
const PARTS = 16
/** So much less than a part fits into any file. */
const TOO_LITTLE = 200_000

const content = Buffer.alloc(PARTS * PART - 4321)
for (let at = 0, state = 1; at < content.length; at++) {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  content[at] = state >>> 16
}

type Changing = api.upload.saveBigFilePart | api.messages.sendMedia | api.messages.sendMessage

/** What a request is answered by: with so little time the client does not ask again after a failure of the server. */
async function answer(client: Client, request: Changing, timeoutMs = 400): Promise<string> {
  try {
    await client.call<Changing>(request, { timeoutMs })
    return 'ok'
  } catch (error) {
    if (error instanceof RpcError) return `${error.code} ${error.type} ${error.value ?? ''}`.trimEnd()
    // The machine is slow; asked again it is the same part, and under the same random id nothing is sent twice.
    if (error instanceof ClientError && error.code === 'TIMED_OUT') return answer(client, request, timeoutMs * 2)
    throw error
  }
}

/** Everything that lies in the folder of files, whole or not. */
function filesOnDisk(): string[] {
  return readdirSync(join(server.folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
}

/** As soon as the last trial has ended nothing of any is left. */
async function nothingNew(before: readonly string[]): Promise<void> {
  const added = (): string[] => filesOnDisk().filter((name) => !before.includes(name))
  await until(
    () => added().length === 0,
    () => `left: ${added()}`,
  )
}

test.skipIf(!canLimitFileSize)(
  'a full disk refuses what does not fit of a file, keeps the rest, and the upload goes on when there is space',
  { timeout: 60_000 },
  async () => {
    const { client } = await signUpChappe(server, '9996610001', 'Anna')
    const save = (filePart: number): Promise<string> => {
      const bytes = content.subarray(filePart * PART, (filePart + 1) * PART)
      return answer(client, { _: 'upload.saveBigFilePart', fileId: 1n, filePart, fileTotalParts: PARTS, bytes })
    }
    const saveAll = async (from: number, to: number): Promise<Set<string>> =>
      new Set(await Promise.all(Array.from({ length: to - from }, (_, i) => save(from + i))))
    const file: api.InputFile = { _: 'inputFileBig', id: 1n, parts: PARTS, name: 'large' }
    const media: api.InputMedia = {
      ...{ _: 'inputMediaUploadedDocument', file, mimeType: 'application/octet-stream', attributes: [] },
      forceFile: true,
    }
    const sendFile = (): Promise<string> =>
      answer(client, { _: 'messages.sendMedia', peer: { _: 'inputPeerSelf' }, media, message: '', randomId: 7n })
    const sendText = (randomId: bigint): Promise<string> =>
      answer(client, { _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: `${randomId}`, randomId })
    const refused = new Set(['500 STORE_UNAVAILABLE'])

    expect(await saveAll(0, 10)).toEqual(new Set(['ok']))
    const before = filesOnDisk()

    // No part fits any more, and nothing of one stays.
    if (server.pid === undefined) throw new Error('the server runs')
    limitFileSize(server.pid, TOO_LITTLE)
    expect(await saveAll(10, PARTS)).toEqual(refused)
    await nothingNew(before)
    expect(await sendText(1n)).toBe('500 STORE_UNAVAILABLE')
    // What was not acknowledged is not there.
    freeDisk(server)
    expect(await sendFile()).toBe('400 FILE_PART_MISSING 10')

    expect(await saveAll(10, PARTS)).toEqual(new Set(['ok']))
    // Parts, and what is said, still fit; the file that they make does not.
    fillDisk(server, 1_000_000)
    const whole = filesOnDisk()
    expect(await sendFile()).toBe('500 STORE_UNAVAILABLE')
    await nothingNew(whole)
    expect(await sendText(2n)).toBe('ok')
    expect(server.log.match(/"msg":"nothing can be stored: /g)).toHaveLength(1)
    expect(server.log).not.toContain('request failed')

    // Everything that was acknowledged survives the server as well.
    await server.kill()
    await server.start()
    client.wake()
    expect(await sendFile()).toBe('ok')
    expect(await sendText(1n)).toBe('ok')
    const seen: api.Message[] = []
    for await (const message of client.history('me')) seen.push(message)
    expect(seen).toMatchObject([{ message: '1' }, { media: { _: 'messageMediaDocument' } }, { message: '2' }])
    const sent = seen[1]
    if (sent?._ !== 'message') throw new Error('the file was sent')
    const received = await client.download(sent).bytes()
    expect(Buffer.compare(received, content)).toBe(0)
    await client.close()
    await server.kill()
    expect(await server.doctor()).toMatchObject({ ok: true })
    const fsck = server.command(['fsck'])
    expect([await fsck.exit, fsck.output.stdout]).toEqual([0, expect.any(String)])
  },
)
