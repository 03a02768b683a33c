import type { ApiMethods } from '@grammyjs/types'
import { ask } from '../../bot-api-methods/ask.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { Unanswered } from '../traffic.ts'

/** A bot whose program speaks the HTTP Bot API. */
export interface HttpBot {
  readonly server: ServerProcess
  readonly token: string
}

/** A request that was refused. */
export class Refused extends Error {
  readonly description: string

  constructor(method: string, description: string) {
    super(`${method} was refused: ${description}`)
    this.description = description
  }
}

type Methods = ApiMethods<File>
type Name = keyof Methods

/**
 * Calls a method of the Bot API.
 *
 * @throws {Unanswered} for a request that the server was killed under, or could store nothing of
 * @throws {Refused} for one that it refused
 */
export async function callBotApi<Method extends Name>(
  { server, token }: HttpBot,
  method: Method,
  params: NonNullable<Parameters<Methods[Method]>[0]>,
  signal?: AbortSignal,
): Promise<ReturnType<Methods[Method]>> {
  const bot = { apiRoot: rootOf(server), token }
  const answer = await ask<ReturnType<Methods[Method]>>(bot, method, params, signal).catch((cause: unknown) => {
    throw new Unanswered(`${method} was not answered`, { cause })
  })
  const { status, result } = answer
  if (status >= 500) throw new Unanswered(`${method} was answered by ${status}`)
  if (!answer.ok || result === undefined) throw new Refused(method, String(answer.description))
  return result
}

/**
 * Downloads a file by the path that `getFile` gave.
 *
 * @throws {Unanswered} when the server was killed before all of it came
 */
export async function downloadFromBotApi({ server, token }: HttpBot, path: string): Promise<Uint8Array> {
  const [status, bytes] = await download(`${rootOf(server)}/file/bot${token}/${path}`).catch((cause: unknown) => {
    throw new Unanswered(`${path} did not come`, { cause })
  })
  if (status >= 500) throw new Unanswered(`${path} was answered by ${status}`)
  if (status !== 200) throw new Error(`${path} was refused by ${status}`)
  return bytes
}

async function download(url: string): Promise<readonly [status: number, bytes: Uint8Array]> {
  const response = await fetch(url)
  return [response.status, new Uint8Array(await response.arrayBuffer())]
}

function rootOf({ botApiPort }: ServerProcess): string {
  return `http://127.0.0.1:${botApiPort}`
}
