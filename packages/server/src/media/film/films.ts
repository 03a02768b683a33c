import { randomBytes } from 'node:crypto'
import type { UserId } from '../../ids.ts'
import type { Log } from '../../ports/log.ts'
import { createWorkQueue } from '../work-queue.ts'
import { type FilmKind, filmHeadBytes, filmKind } from './film-kind.ts'
import { type ProgramOutcome, runProgram } from './run-program.ts'
import { createSourceServer, type FilmSource } from './serve-source.ts'

/** What is in a film or a sound, as far as it is told. */
export interface FilmFacts {
  readonly seconds: number
  /** Of what is looked at, as it is shown: turned as its maker said. */
  readonly picture?: { readonly w: number; readonly h: number } | undefined
  readonly hasSound: boolean
  readonly title?: string | undefined
  readonly performer?: string | undefined
}

/**
 * Looks into films and sounds, by ffmpeg and ffprobe where these are on the path; without them, and for whatever they cannot
 * read in some seconds, nothing is known. Each waits for its turn; FLOOD_WAIT_X where too many wait.
 */
export interface Films {
  facts(account: UserId, source: FilmSource): Promise<FilmFacts | undefined>
  /** The picture at a second, as JPEG. */
  frame(account: UserId, source: FilmSource, second: number): Promise<Uint8Array | undefined>
  /** A GIF as a film without sound, in an MP4 that can be played while it comes. */
  gifToMp4(account: UserId, source: FilmSource): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

/** So many programs run at once, and so much waits for them. */
const atOnce = 2
const waiting = 200
const waitingOfAccount = 20

/** Larger pictures are no films of people's. */
const mostPixels = 36_000_000
const mostFrameBytes = 8_388_608
const mostFilmBytes = 16_777_216
const mostFactBytes = 262_144
const mostGifSeconds = 60
const milliseconds = 30_000

/** Of a film of which one picture is wanted, no more than this is of use to anybody. */
const frameSide = 1_280

export function createFilms({ log }: { readonly log: Log }): Films {
  const queue = createWorkQueue({ atOnce, waiting, waitingOfAccount })
  const sources = createSourceServer(() => randomBytes(16).toString('hex'))
  const missing = new Set<string>()

  const run = async (
    account: UserId,
    source: FilmSource,
    program: 'ffmpeg' | 'ffprobe',
    { bytes, kinds, args }: Job,
  ): Promise<Uint8Array | undefined> => {
    if (missing.has(program)) return undefined
    const kind = filmKind(await source.read(0, filmHeadBytes))
    if (kind === undefined || kinds?.includes(kind) === false) return undefined
    const outcome = await queue.takeTurn(account, () =>
      sources.serve(source, (url) =>
        runProgram(program, [...quiet, ...input(kind), ...args(url)], { milliseconds, bytes }),
      ),
    )
    return printed(program, outcome)
  }

  const printed = (program: string, outcome: ProgramOutcome): Uint8Array | undefined => {
    if ('missing' in outcome) {
      missing.add(program)
      log.warn({ program }, 'it is not on the path: films have no thumbnails, and GIFs stay GIFs')
      return undefined
    }
    if ('failed' in outcome) log.info({ program, reason: outcome.failed }, 'nothing could be made of a film')
    return 'printed' in outcome && outcome.printed.length > 0 ? outcome.printed : undefined
  }

  return {
    async facts(account, source) {
      const args = (url: string): string[] => ['-print_format', 'json', '-show_format', '-show_streams', '-i', url]
      const found = await run(account, source, 'ffprobe', { bytes: mostFactBytes, args })
      return found && readFacts(Buffer.from(found).toString('utf8'))
    },
    frame: (account, source, second) =>
      run(account, source, 'ffmpeg', {
        bytes: mostFrameBytes,
        kinds: ['mov', 'matroska', 'gif'],
        args: (url) => [
          ...['-ss', second.toFixed(3), '-i', url, '-an', '-sn', '-dn', '-frames:v', '1'],
          ...['-vf', `scale=w='min(${frameSide},iw)':h='min(${frameSide},ih)':force_original_aspect_ratio=decrease`],
          ...['-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2pipe', 'pipe:1'],
        ],
      }),
    gifToMp4: (account, source) =>
      run(account, source, 'ffmpeg', {
        bytes: mostFilmBytes,
        kinds: ['gif'],
        args: (url) => [
          ...['-i', url, '-an', '-t', String(mostGifSeconds), '-pix_fmt', 'yuv420p'],
          ...['-vf', 'scale=trunc(iw/2)*2:trunc(ih/2)*2', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '24'],
          ...['-threads', '1', '-map_metadata', '-1', '-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
          ...['-f', 'mp4', 'pipe:1'],
        ],
      }),
    close: () => sources.close(),
  }
}

interface Job {
  readonly bytes: number
  /** Default: all that are known. */
  readonly kinds?: readonly FilmKind[]
  args(url: string): string[]
}

const quiet: readonly string[] = ['-v', 'error', '-hide_banner']

/** It reads the address that it is given, in the form that it is told, and nothing else that a file may name. */
function input(kind: FilmKind): string[] {
  return ['-protocol_whitelist', 'http,tcp', '-max_pixels', String(mostPixels), '-threads', '1', '-f', kind]
}

function readFacts(json: string): FilmFacts | undefined {
  const parsed: unknown = JSON.parse(json)
  const streams = listOf(parsed, 'streams')
  const film = streams.find((stream) => textOf(stream, 'codec_type') === 'video' && !isCover(stream))
  const sound = streams.find((stream) => textOf(stream, 'codec_type') === 'audio')
  const format = fieldOf(parsed, 'format')
  const seconds = Number(textOf(format, 'duration') ?? textOf(film, 'duration') ?? Number.NaN)
  if (film === undefined && sound === undefined) return undefined
  const tags = [fieldOf(format, 'tags'), fieldOf(sound, 'tags')]
  const tag = (name: string): string | undefined =>
    tags.map((one) => textOf(one, name) ?? textOf(one, name.toUpperCase())).find((text) => text !== undefined)
  return {
    seconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : 0,
    picture: film === undefined ? undefined : sidesOf(film),
    hasSound: sound !== undefined,
    title: tag('title'),
    performer: tag('artist'),
  }
}

/** The picture on the case of music is no film. */
function isCover(stream: unknown): boolean {
  return fieldOf(fieldOf(stream, 'disposition'), 'attached_pic') === 1
}

function sidesOf(stream: unknown): FilmFacts['picture'] {
  const [w, h] = [Number(fieldOf(stream, 'width')), Number(fieldOf(stream, 'height'))]
  if (!(w > 0 && h > 0)) return undefined
  const turned = listOf(stream, 'side_data_list').some(
    (data) => Math.abs(Number(fieldOf(data, 'rotation'))) % 180 === 90,
  )
  return turned ? { w: h, h: w } : { w, h }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name)
  return typeof field === 'string' ? field : undefined
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const field = fieldOf(value, name)
  return Array.isArray(field) ? field : []
}
