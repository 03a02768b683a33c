import type { ServerHandle } from './server-handle.ts'
import { find, type User } from './user.ts'

/** Milliseconds of server CPU for one page. */
export interface PageCosts {
  /** The newest 100 messages of a chat, and 100 from anywhere in it. */
  readonly newestHistory: number
  readonly anyHistory: number
  /** 100 changes of a box, from anywhere in it. */
  readonly difference: number
}

const pageSize = 100

export interface PageOptions {
  readonly server: ServerHandle
  readonly user: User
  readonly other: User
  /** Pages read for each figure. */
  readonly repeats: number
  /** So many are asked for at a time. One at a time, the server goes to sleep and is woken for each. */
  readonly underWay: number
}

/** What pages cost the server, taken out of the chat between two users that has the most messages. */
export async function measurePages({ server, user, other, repeats, underWay }: PageOptions): Promise<PageCosts> {
  const peer = await find(user, other.account)
  const state = await user.call({ _: 'updates.getState' })
  const history = async (offsetId: number): Promise<void> => {
    const page = await user.call({
      _: 'messages.getHistory',
      peer,
      offsetId,
      offsetDate: 0,
      addOffset: 0,
      limit: pageSize,
      maxId: 0,
      minId: 0,
      hash: 0n,
    })
    if (!('messages' in page) || page.messages.length !== pageSize) throw new Error(`a page of ${page._} is not full`)
  }
  const last = state.pts - 1
  /** The same places in each run: spread evenly, in no order. */
  const place = (i: number): number => pageSize + 1 + ((i * 7_919 + 13) % Math.max(1, last - 2 * pageSize))
  const difference = async (i: number): Promise<void> => {
    const answer = await user.call({
      _: 'updates.getDifference',
      pts: place(i),
      ptsLimit: pageSize,
      date: state.date,
      qts: 0,
    })
    if (!('newMessages' in answer) || answer.newMessages.length !== pageSize) {
      throw new Error(`a page of ${answer._} is not full`)
    }
  }
  const cost = async (act: (i: number) => Promise<void>): Promise<number> => {
    await inParallel(underWay, repeats, act)
    const before = await server.usage()
    await inParallel(underWay, repeats, (i) => act(i + repeats))
    const after = await server.usage()
    return (after.cpuMicroseconds - before.cpuMicroseconds) / repeats / 1000
  }
  return {
    newestHistory: await cost(() => history(0)),
    anyHistory: await cost((i) => history(place(i))),
    difference: await cost(difference),
  }
}

async function inParallel(width: number, repeats: number, act: (i: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < repeats) await act(next++)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
