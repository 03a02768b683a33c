import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { installDebianPackage } from '../../interop/support/debian-package.ts'
import { canPin } from '../server/pinned.ts'

/** A chat server of Erlang's that people know, as Debian packs it, which keeps an archive of its rooms. */
export interface Ejabberd {
  readonly port: number
  /** User and system time of all its threads. */
  cpuMicroseconds(): number
  stop(): Promise<void>
}

const folders = '/usr/lib/x86_64-linux-gnu'
const serverCore = '0'
const startMs = 30_000
/** What the kernel counts a process's time in. */
const tickMicroseconds = 10_000

/** Starts it on one core, without encryption and with sign-in by nobody's name. Why it is not there, if it is not. */
export async function startEjabberd(data: string, mostInRoom: number): Promise<Ejabberd | string> {
  if (codeOf() === undefined) {
    const fault = await installDebianPackage('ejabberd')
    if (fault !== undefined) return fault
  }
  const code = codeOf()
  if (code === undefined) return 'its package has not brought it'
  mkdirSync(data, { recursive: true })
  const port = await freePort()
  const config = join(data, 'ejabberd.yml')
  writeFileSync(config, configuration(port, mostInRoom))
  const erlang = ['erl', '+S', '1:1', '-noinput', '-pa', code, '-mnesia', 'dir', `"${join(data, 'archive')}"`]
  const command = [...erlang, '-ejabberd', 'config', `"${config}"`, '-s', 'ejabberd']
  const [program = '', ...args] = canPin ? ['taskset', '-c', serverCore, ...command] : command
  const child = spawn(program, args, { cwd: data, stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const { pid } = child
  process.once('exit', () => child.kill())
  const stop = async (): Promise<void> => {
    child.kill()
    await ended
  }
  for (const end = performance.now() + startMs; performance.now() < end && child.exitCode === null; ) {
    if (pid !== undefined && listens(port))
      return { port, stop, cpuMicroseconds: () => ticksOf(pid) * tickMicroseconds }
    await pause(50)
  }
  await stop()
  return 'it did not start'
}

function codeOf(): string | undefined {
  if (!existsSync(folders)) return undefined
  const name = readdirSync(folders).find((entry) => entry.startsWith('ejabberd-'))
  return name && join(folders, name, 'ebin')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)))
    })
  })
}

/** Whether somebody listens there, without connecting: what /proc says of sockets in the state `0A`. */
function listens(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return readFileSync('/proc/net/tcp', 'latin1').includes(`0100007F:${hex} 00000000:0000 0A`)
}

function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const [utime = '0', stime = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return Number(utime) + Number(stime)
}

function configuration(port: number, mostInRoom: number): string {
  return `
loglevel: error
hosts: [localhost]
listen:
  - { port: ${port}, ip: "127.0.0.1", module: ejabberd_c2s, shaper: none, access: all, starttls: false }
auth_method: anonymous
anonymous_protocol: sasl_anon
allow_multiple_connections: true
modules:
  mod_disco: {}
  mod_mam: { default: always, assume_mam_usage: true }
  mod_muc:
    access: all
    access_create: all
    max_users: ${mostInRoom}
    default_room_options: { mam: true, max_users: ${mostInRoom} }
`
}
