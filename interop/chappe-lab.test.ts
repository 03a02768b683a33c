import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command } from './support/tested.ts'

const SEED = {
  users: [{ name: 'Ann' }, { name: 'Bob' }],
  bots: [{ name: 'echo', commands: { start: 'begins' } }],
  chats: [{ kind: 'supergroup', title: 'Talk', members: ['Ann', 'Bob'] }],
  messages: [{ from: 'Ann', to: 'Bob', text: 'seeded' }],
}

interface Listening {
  readonly apiRoot: string
  readonly controlPort: number
  readonly botApiPort: number
  readonly port: number
  readonly bots: readonly { readonly token: string }[]
}

/** The lab as a process, led by JSON over HTTP as any language can. */
describe('chappe-lab', { timeout: 60_000 }, () => {
  let folder: string
  let lab: ChildProcess
  let said: Listening
  let ended: Promise<number | null>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chappe-lab-test-'))
    writeFileSync(join(folder, 'seed.json'), JSON.stringify(SEED))
    const args = ['--no-warnings', ...command('testkit', 'chappe-lab'), join(folder, 'seed.json')]
    // What it leaves in the folder for temporary files is to be seen.
    lab = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: folder },
    })
    ended = new Promise((resolve) => lab.once('exit', resolve))
    const { stdout } = lab
    if (stdout === null) throw new TypeError('it has no output')
    said = await new Promise((resolve, reject) => {
      createInterface(stdout).once('line', (line) => resolve(JSON.parse(line)))
      void ended.then((code) => reject(new TypeError(`it ended with ${code}`)))
    })
  }, 60_000)
  afterAll(() => {
    lab?.kill('SIGKILL')
    if (folder !== undefined) rmSync(folder, { recursive: true })
  })

  const post = async (command: string, body: object = {}, type = 'application/json'): Promise<unknown> => {
    const options = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': type } }
    return (await fetch(`http://127.0.0.1:${said.controlPort}/${command}`, options)).json()
  }
  const done = async (command: string, body: object = {}): Promise<unknown> => {
    const answer = await post(command, body)
    expect(answer).toMatchObject({ ok: true })
    return typeof answer === 'object' && answer !== null && 'result' in answer ? answer.result : undefined
  }

  test('says where all is, and has what the seed names', async () => {
    expect(said).toMatchObject({ msg: 'listening', bots: [{ username: 'echo_bot' }], port: expect.any(Number) })
    expect(await done('lab')).toMatchObject({ users: [{ name: 'Ann' }, { name: 'Bob' }], chats: [{ title: 'Talk' }] })
    expect(await done('sees', { user: 'Bob', text: 'seeded' })).toMatchObject({ text: 'seeded', out: false })
  })

  test('has people talk to a bot, press its buttons, and time pass', async () => {
    const [bot] = said.bots
    const call = async (method: string, body: object): Promise<unknown> => {
      const options = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
      return (await fetch(`${said.apiRoot}/bot${bot?.token}/${method}`, options)).json()
    }
    await done('say', { user: 'Ann', to: 'echo', text: '/start' })
    const told = JSON.stringify(await call('getUpdates', { timeout: 5 }))
    expect(told).toContain('"/start"')
    const keyboard = { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] }
    const ann = await done('lab').then((all) => JSON.stringify(all).match(/"id":(\d+),"name":"Ann"/)?.[1])
    await call('sendMessage', { chat_id: Number(ann), text: 'well?', reply_markup: keyboard })
    expect(await done('next', { user: 'Ann' })).toMatchObject({ text: 'well?', buttons: [['Yes']] })
    const pressed = done('press', { user: 'Ann', button: 'Yes' })
    for (let id: string | undefined; id === undefined; ) {
      const [, query] =
        /"callback_query":\{"id":"(-?\d+)"/.exec(JSON.stringify(await call('getUpdates', { timeout: 5 }))) ?? []
      id = query
      if (id !== undefined) await call('answerCallbackQuery', { callback_query_id: id, text: 'fine' })
    }
    expect(await pressed).toMatchObject({ kind: 'callback', text: 'fine' })
    const before = await done('lab')
    expect(await done('advance', { by: '1 h' })).toMatchObject({ now: expect.any(Number) })
    const now = (all: unknown): number => Number(/"now":(\d+)/.exec(JSON.stringify(all))?.[1])
    expect(now(await done('lab')) - now(before)).toBeGreaterThanOrEqual(3_600_000)
  })

  test('goes back to snapshots, is killed and comes back', async () => {
    await done('snapshot', { name: 'here' })
    await done('say', { user: 'Ann', to: 'Talk', text: 'in the group' })
    await done('sees', { user: 'Bob', text: 'in the group', in: 'Talk' })
    await done('restore', { name: 'here' })
    expect(JSON.stringify(await done('history', { user: 'Bob', chat: 'Talk' }))).not.toContain('in the group')
    await done('crash')
    await done('cut', { user: 'Ann' })
    await done('say', { user: 'Ann', to: 'Bob', text: 'after all that' })
    await done('sees', { user: 'Bob', text: 'after all that', within: '20 s' })
    expect(await done('transcript', { lines: 50 })).toContain('after all that')
  })

  test('says what is wrong with a command, and takes none from a page', async () => {
    expect(await post('nonsense')).toMatchObject({
      ok: false,
      code: 'OPTION_INVALID',
      error: expect.stringContaining('say'),
    })
    expect(await post('say', { user: 'Nobody', to: 'Ann', text: 'x' })).toMatchObject({
      ok: false,
      code: 'OPTION_INVALID',
    })
    expect(await post('sees', { user: 'Ann', text: 'never', within: 50 })).toMatchObject({
      ok: false,
      code: 'NOT_SEEN',
    })
    expect(await post('say', { user: 'Ann', to: 'Bob', text: '' })).toMatchObject({ ok: false })
    expect(await post('lab', {}, 'text/plain')).toMatchObject({
      ok: false,
      error: expect.stringContaining('Content-Type'),
    })
  })

  test('ends when it is told to, and leaves nothing', async () => {
    await done('close')
    expect(await ended).toBe(0)
    expect(readdirSync(folder)).toEqual(['seed.json'])
  })
})
