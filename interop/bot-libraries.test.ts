import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLab, type Lab, type LabBot, type Person } from '@chappe/testkit'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeGramioBot } from './libraries/gramio-bot.ts'
import type { LibraryBot, LibraryFiles, MakeLibraryBot } from './libraries/library.ts'
import { makePuregramBot } from './libraries/puregram-bot.ts'
import { makeTelegrafBot } from './libraries/telegraf-bot.ts'

const libraries: Readonly<Record<string, MakeLibraryBot>> = {
  gramio: makeGramioBot,
  puregram: makePuregramBot,
  telegraf: makeTelegrafBot,
}

const picture = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer()

/** Libraries of the HTTP Bot API beside grammY, all unmodified: each has the same bot, which people of a lab talk to. */
describe.each(Object.keys(libraries))('a bot of %s', { timeout: 30_000 }, (name) => {
  let lab: Lab
  let bot: LabBot
  let running: LibraryBot
  let ann: Person
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chappe-library-'))
    const [own, other] = [await picture('teal'), await picture('gold')]
    const files: LibraryFiles = {
      ...{ picture: own, other },
      picturePath: join(folder, 'picture.png'),
      notesPath: join(folder, 'notes.txt'),
    }
    writeFileSync(files.picturePath, own)
    writeFileSync(files.notesPath, 'notes')
    lab = await createLab()
    bot = await lab.bot(name, { privacy: false, inline: true, inlineFeedback: true })
    ann = await lab.user('Ann')
    const make = libraries[name]
    if (make === undefined) throw new TypeError(name)
    running = make(bot, files)
    await running.poll()
  }, 60_000)

  afterAll(async () => {
    await running?.stop()
    // Not all of them give up the request that waits: it is to end before the server does.
    await ann?.say(bot, 'the end')
    await lab?.close()
    rmSync(folder, { recursive: true })
  })

  test('greets, with a button that it answers', async () => {
    await ann.start(bot)
    const { raw } = await ann.sees('hello Ann')
    expect(raw).toMatchObject({ entities: [{ _: 'messageEntityBold', offset: 6, length: 3 }] })
    expect(await ann.press('Page')).toMatchObject({ url: 'https://example.org/' })
    expect(await ann.press('Yes')).toMatchObject({ kind: 'callback', text: 'thanks' })
    await ann.sees('edited')
  })

  test('shows a keyboard, and says as much as a message takes', async () => {
    await ann.say(bot, '/keys')
    const { raw } = await ann.sees('choose')
    expect(raw).toMatchObject({ replyMarkup: { _: 'replyKeyboardMarkup', resize: true } })
    await ann.say(bot, '/long')
    expect((await ann.sees('щщ')).text).toHaveLength(4_096)
  })

  test('sends files in all ways, puts another in place of one, and reads one', async () => {
    await ann.say(bot, '/files')
    for (const caption of ['by path', 'by buffer', 'by stream', 'by id', 'first of two']) await ann.sees(caption)
    await ann.sees('read notes')
    const newest = await ann.history(bot, 10)
    expect(newest.filter(({ text }) => text === 'changed')).toHaveLength(1)
  })

  test('hears votes, reactions and what is forwarded', async () => {
    await ann.say(bot, '/poll')
    const poll = await ann.sees(({ raw }) => raw._ === 'message' && raw.media?._ === 'messageMediaPoll')
    await ann.vote(poll, 'b')
    await ann.sees('voted 1')
    await ann.react(poll, '👍')
    await ann.sees('reacted 👍')
    const note = await ann.say('me', 'a note')
    await ann.forward(note, bot)
    await ann.sees('forwarded from Ann')
  })

  test('is asked inline, and told what was taken', async () => {
    const results = await ann.inline(bot, 'tea')
    await results.choose('One')
    await ann.sees('told of tea')
  })

  test('greets who comes into a group', async () => {
    const bob = await lab.user('Bob')
    const group = await lab.supergroup('Talk', ann, bot)
    await bob.join(await group.link())
    await bob.sees('welcome Bob')
  })

  test('is told why it is refused', async () => {
    await ann.say(bot, '/refused')
    await ann.sees('400 Bad Request: chat not found')
  })

  test('is told by a webhook as well', async () => {
    await running.stop()
    const other = await lab.bot(`${name}-hooked`)
    const hooked = libraries[name]?.(other, {
      picture: Buffer.of(),
      other: Buffer.of(),
      picturePath: '',
      notesPath: '',
    })
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const listener = await hooked?.hook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`)
      if (listener !== undefined) server.on('request', listener)
      await ann.start(other)
      await ann.sees('hello Ann', { in: other })
      await ann.press('Yes')
      await ann.sees('edited', { in: other })
    } finally {
      await other.call('deleteWebhook')
      await hooked?.stop()
      server.close()
      server.closeAllConnections()
    }
  })
})
