import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBlobs } from '../blobs/open-blobs.ts'
import { systemClock } from '../ports/clock.ts'
import { systemRandom } from '../ports/random.ts'
import { exportAccount } from '../services/account/export-account.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { type ChatFixture, openChat } from '../testing/chat.ts'
import { asUser } from '../testing/ids.ts'
import { photoIn, testPicture, uploadBytes, uploadedPhoto } from '../testing/uploads.ts'
import { createFileSaver, type FileSaver } from './save-files.ts'

let folder: string
let chat: ChatFixture
let save: () => Promise<{ readonly saver: FileSaver; readonly text: string }>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-save-'))
  const store = openSqliteStore({ path: ':memory:' })
  const data = join(folder, 'data')
  const blobs = await openBlobs(
    { files: data, filesKey: '11'.repeat(32) },
    {
      ...{ store, clock: systemClock, random: systemRandom },
    },
  )
  chat = await openChat({ store, blobs })
  save = async () => {
    const onProgress = (): void => {}
    const saver = createFileSaver({ read: store.read, blobs, folder: join(folder, 'saved'), onProgress })
    let text = ''
    const bob = asUser(chat.bob.key.userId ?? 0)
    for await (const piece of exportAccount(store, bob, (files) => saver.save(files))) text += piece
    return { saver, text }
  }
})
afterEach(async () => {
  await chat.server.close()
  rmSync(folder, { recursive: true })
})

describe('an export', () => {
  it('has the files of a person beside the JSON, each once, and goes on where it was', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, await uploadedPhoto(alice, {}, await testPicture(300, 200))))
    const bytes = new TextEncoder().encode('what is in the file')
    const file = await uploadBytes(alice, bytes, 'a')
    const attributes = [{ _: 'documentAttributeFilename', fileName: 'a:b*c.txt' }] as const
    await alice.call(
      chat.media(toBob, { _: 'inputMediaUploadedDocument', file, mimeType: 'text/plain', attributes: [...attributes] }),
    )
    const scheduleDate = chat.now() + 3_600
    await bob.call(chat.media(toAlice, await uploadedPhoto(bob, {}, await testPicture(50, 50, 2)), { scheduleDate }))
    await bob.call({ _: 'photos.uploadProfilePhoto', file: await uploadBytes(bob, await testPicture(200, 200, 3)) })
    const history = await chat.history(bob, toAlice)
    const [fileId] = history.map((one) => one.id)
    await bob.call({
      ...{ _: 'messages.forwardMessages', fromPeer: toAlice, toPeer: { _: 'inputPeerSelf' } },
      ...{ id: [fileId ?? 0], randomId: [chat.randomId()] },
    })
    const photo = photoIn(history[1])
    const first = await save()
    expect([first.saver.saved, first.saver.damaged]).toEqual([4, []])
    const [name = ''] = readdirSync(join(folder, 'saved/documents'))
    expect(name).toMatch(/^\d+-a_b_c\.txt$/)
    expect(new Uint8Array(readFileSync(join(folder, 'saved/documents', name)))).toEqual(bytes)
    expect(first.text).toContain(`"id":"${name.split('-')[0]}"`)
    const pictures = readdirSync(join(folder, 'saved/photos'))
    expect(pictures).toHaveLength(3)
    const size = photo.sizes.at(-1)
    expect(readFileSync(join(folder, 'saved/photos', `${photo.id}.jpg`))).toHaveLength(
      size?._ === 'photoSize' ? size.size : 0,
    )
    expect((await save()).saver).toMatchObject({ saved: 4, damaged: [] })
  })

  it('names what is damaged, and saves the rest', async () => {
    const { alice, toBob } = chat
    for (const seed of [1, 2]) {
      await alice.call(chat.media(toBob, await uploadedPhoto(alice, {}, await testPicture(60, 60, seed))))
    }
    const photo = photoIn((await chat.history(alice, toBob))[0])
    const object = await chat.server.store.read.fileSizes.object({ kind: 'photo', id: Number(photo.id) }, 's')
    const path = readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' }).find((one) =>
      one.endsWith(object?.name ?? '-'),
    )
    const file = join(folder, 'data', path ?? '')
    writeFileSync(
      file,
      readFileSync(file).map((byte) => byte ^ 1),
    )
    const { saver } = await save()
    expect([saver.saved, saver.damaged]).toEqual([1, [join('photos', `${photo.id}.jpg`)]])
    expect(readdirSync(join(folder, 'saved/photos'))).toHaveLength(1)
  })
})
