import sharp from 'sharp'
import { Api } from 'telegram'
import { CustomFile } from 'telegram/client/uploads.js'
import { DeletedMessage, type DeletedMessageEvent } from 'telegram/events/DeletedMessage.js'
import { EditedMessage, type EditedMessageEvent } from 'telegram/events/EditedMessage.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { type GramjsUser, signUpGramjs } from './support/gramjs-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { jpegSides, squarePng } from './support/square-png.ts'
import { until } from './support/until.ts'

describe('a user of unmodified GramJS (layer 198) and a user of our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let grace: GramjsUser
  let carol: ChappeUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    grace = await signUpGramjs(server, '9996610005', 'Grace')
    carol = await signUpChappe(server, '9996630005', 'Carol')
  }, 60_000)

  afterAll(async () => {
    await grace?.client.destroy()
    await carol?.client.close()
    await server?.dispose()
  })

  test('find each other and chat both ways, with updates, history and dialogs', async () => {
    await carol.client.call({ _: 'account.updateUsername', username: 'carol_gramjs' })
    await grace.client.sendMessage('carol_gramjs', { message: 'from GramJS' })
    await until(
      () => carol.seen.includes('from GramJS'),
      () => `Carol saw ${carol.seen.join()}`,
    )
    await carol.client.sendMessage(BigInt(grace.id), 'from our client')
    await until(
      () => grace.seen.includes('from our client'),
      () => `Grace saw ${grace.seen.join()}`,
    )
    const messages = await grace.client.getMessages('carol_gramjs', { limit: 10 })
    expect(Array.from(messages, (message) => message.message)).toEqual(['from our client', 'from GramJS'])
    const dialogs = await grace.client.getDialogs({ limit: 10 })
    expect(dialogs.map((dialog) => dialog.message?.message)).toContain('from our client')
  })
  test('a supergroup: invited, talked in, edited, deleted, managed, left by one and come back to by a link', async () => {
    const george = await signUpGramjs(server, '9996620005', 'George')
    const edited: string[] = []
    const deleted: number[] = []
    george.client.addEventHandler(
      ({ message }: EditedMessageEvent) => void edited.push(message.message),
      new EditedMessage({}),
    )
    george.client.addEventHandler(
      ({ deletedIds }: DeletedMessageEvent) => void deleted.push(...deletedIds),
      new DeletedMessage({}),
    )
    await george.client.invoke(new Api.account.UpdateUsername({ username: 'george_gramjs' }))
    const made = await grace.client.invoke(
      new Api.channels.CreateChannel({ title: 'Our group', about: 'for us', megagroup: true }),
    )
    const [group] = 'chats' in made ? made.chats : []
    if (group === undefined) throw new TypeError('the group that was made is shown')
    await grace.client.invoke(new Api.channels.InviteToChannel({ channel: group, users: ['george_gramjs'] }))
    const first = await grace.client.sendMessage(group, { message: 'one' })
    const second = await grace.client.sendMessage(group, { message: 'two' })
    await until(
      () => george.seen.includes('two'),
      () => `George saw ${george.seen.join()}`,
    )
    const mine = (await george.client.getDialogs({})).find(({ title }) => title === 'Our group')?.inputEntity
    if (mine === undefined) throw new TypeError('who was invited has the group in the list')
    await george.client.sendMessage(mine, { message: 'three', replyTo: first.id })
    await grace.client.editMessage(group, { message: first.id, text: 'one, edited' })
    await grace.client.deleteMessages(group, [second.id], { revoke: true })
    await until(
      () => edited.includes('one, edited') && deleted.includes(second.id),
      () => `George heard of ${edited.join()} and ${deleted.join()}`,
    )
    const history = await george.client.getMessages(mine, { limit: 2 })
    expect(Array.from(history, ({ message }) => message)).toEqual(['three', 'one, edited'])
    const members = await george.client.getParticipants(mine, {})
    expect(Array.from(members, ({ firstName }) => firstName).sort()).toEqual(['George', 'Grace'])
    await grace.client.invoke(
      new Api.channels.EditAdmin({
        ...{ channel: group, userId: 'george_gramjs', rank: 'pins' },
        adminRights: new Api.ChatAdminRights({ pinMessages: true }),
      }),
    )
    await george.client.pinMessage(mine, first.id)

    const { fullChat } = await george.client.invoke(new Api.channels.GetFullChannel({ channel: mine }))
    await george.client.disconnect()
    await grace.client.sendMessage(group, { message: 'while you are away' })
    await george.client.connect()
    const missed = await george.client.invoke(
      new Api.updates.GetChannelDifference({
        ...{ channel: mine, filter: new Api.ChannelMessagesFilterEmpty(), force: true, limit: 100 },
        pts: 'pts' in fullChat ? Number(fullChat.pts) : 0,
      }),
    )
    const texts =
      'newMessages' in missed ? missed.newMessages.map((message) => 'message' in message && message.message) : []
    expect(texts).toEqual(['while you are away'])

    await grace.client.kickParticipant(group, 'george_gramjs')
    await expect(george.client.getMessages(mine, { limit: 1 })).rejects.toThrow('CHANNEL_PRIVATE')
    const exported = await grace.client.invoke(new Api.messages.ExportChatInvite({ peer: group }))
    const hash = 'link' in exported ? (exported.link.split(/[+/]/).at(-1) ?? '') : ''
    await george.client.invoke(new Api.messages.ImportChatInvite({ hash }))
    const found = await george.client.getMessages(mine, { limit: 20, search: 'away' })
    expect(Array.from(found, ({ message }) => message)).toEqual(['while you are away'])
    await george.client.invoke(new Api.channels.LeaveChannel({ channel: mine }))
    await expect(george.client.sendMessage(mine, { message: 'still here?' })).rejects.toThrow('CHANNEL_PRIVATE')
    await george.client.destroy()
  })

  test('a photo on the profile is set, seen by our client, and downloaded by GramJS', async () => {
    const picture = Buffer.from(squarePng(200))
    const file = new CustomFile('me.png', picture.length, '', picture)
    const uploaded = await grace.client.uploadFile({ file, workers: 1 })
    await grace.client.invoke(new Api.photos.UploadProfilePhoto({ file: uploaded }))
    const me = await grace.client.getMe()
    const sides = async (isBig: boolean): Promise<number[]> => {
      const bytes = await grace.client.downloadProfilePhoto(me, { isBig })
      if (!Buffer.isBuffer(bytes)) throw new TypeError('bytes were expected')
      return jpegSides(bytes)
    }
    expect([await sides(false), await sides(true)]).toEqual([
      [160, 160],
      [200, 200],
    ])
    const peer = await carol.client.resolve(BigInt(grace.id))
    if (peer._ !== 'inputPeerUser') throw new TypeError('a person was expected')
    const { users } = await carol.client.call({ _: 'users.getFullUser', id: { ...peer, _: 'inputUser' } })
    expect(users).toMatchObject([{ photo: { _: 'userProfilePhoto' } }])
  })

  test('a file of several megabytes is sent and comes back byte for byte, also by our client', async () => {
    const content = Buffer.alloc(3 * 1_048_576 + 77)
    for (let at = 0; at + 4 <= content.length; at += 4_096) content.writeUInt32LE(at, at)
    const file = new CustomFile('report.bin', content.length, '', content)
    await grace.client.sendFile('carol_gramjs', { file, caption: 'a file', forceDocument: true, workers: 1 })
    const [sent] = await grace.client.getMessages('carol_gramjs', { limit: 1 })
    const bytes = await sent?.downloadMedia({})
    expect(Buffer.isBuffer(bytes) && bytes.equals(content)).toBe(true)
    for await (const message of carol.client.history(BigInt(grace.id), { limit: 1 })) {
      expect(Buffer.from(await carol.client.download(message).bytes()).equals(content)).toBe(true)
    }
  })

  test('photos: sent with a caption, shown by both, downloaded, and stripped previews put together', async () => {
    const background = { r: 200, g: 40, b: 40 }
    const picture = await sharp({ create: { width: 900, height: 500, channels: 3, background } })
      .jpeg()
      .toBuffer()
    const file = new CustomFile('a.jpg', picture.length, '', picture)
    await grace.client.sendFile('carol_gramjs', { file, caption: 'a photo', workers: 1 })
    const [sent] = await grace.client.getMessages('carol_gramjs', { limit: 1 })
    expect(sent?.message).toBe('a photo')
    const [whole, preview] = [await sent?.downloadMedia({}), await sent?.downloadMedia({ thumb: 0 })]
    if (!Buffer.isBuffer(whole) || !Buffer.isBuffer(preview)) throw new TypeError('both are downloaded')
    expect(await sharp(whole).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 500 })
    expect(await sharp(preview).metadata()).toMatchObject({ format: 'jpeg', width: 40 })
    const history = await carol.client.call({
      ...{ _: 'messages.getHistory', peer: await carol.client.resolve(BigInt(grace.id)) },
      ...{ offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n },
    })
    expect(history).toMatchObject({ messages: [{ message: 'a photo', media: { _: 'messageMediaPhoto' } }] })
  })

  test('a channel: joined by its name, read and forwarded, and nobody but admins posts', async () => {
    const made = await grace.client.invoke(
      new Api.channels.CreateChannel({ title: 'News', about: 'what there is', broadcast: true }),
    )
    const [channel] = 'chats' in made ? made.chats : []
    if (channel === undefined) throw new TypeError('the channel that was made is shown')
    await grace.client.invoke(new Api.channels.UpdateUsername({ channel, username: 'gramjs_news' }))
    const post = await grace.client.sendMessage(channel, { message: 'the first post' })
    const ella = await signUpGramjs(server, '9996620006', 'Ella')
    await ella.client.invoke(new Api.channels.JoinChannel({ channel: 'gramjs_news' }))
    await grace.client.sendMessage(channel, { message: 'the second post' })
    await until(
      () => ella.seen.includes('the second post'),
      () => `Ella saw ${ella.seen.join()}`,
    )
    await expect(ella.client.sendMessage('gramjs_news', { message: 'a word' })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const views = await ella.client.invoke(
      new Api.messages.GetMessagesViews({ peer: 'gramjs_news', id: [post.id], increment: true }),
    )
    expect(views.views[0]?.views).toBeGreaterThan(0)
    await ella.client.forwardMessages('me', { messages: [post.id], fromPeer: 'gramjs_news' })
    const [forwarded] = await ella.client.getMessages('me', { limit: 1 })
    expect([forwarded?.message, forwarded?.fwdFrom?.channelPost]).toEqual(['the first post', post.id])
    await ella.client.destroy()
  })
})
