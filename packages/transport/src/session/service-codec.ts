import { TlError } from '@chappe/tl-codec'
import { decodeMethod, decodeObject, encode, type mtproto, nameOf } from '@chappe/tl-codec/mtproto'
import { constructorOf } from './container.ts'
import { SessionError } from './session-error.ts'

/** Everything of the service schema that may stand in an encrypted session. */
export type ServiceMessage = Exclude<mtproto.Object | mtproto.Method, { _: OutsideSessions }>
export type ServiceOf<N extends ServiceMessage['_']> = Extract<ServiceMessage, { _: N }>

type OutsideSessions =
  | 'resPQ'
  | 'p_q_inner_data'
  | 'p_q_inner_data_dc'
  | 'p_q_inner_data_temp_dc'
  | 'server_DH_params_fail'
  | 'server_DH_params_ok'
  | 'server_DH_inner_data'
  | 'client_DH_inner_data'
  | 'dh_gen_ok'
  | 'dh_gen_retry'
  | 'dh_gen_fail'
  | 'bind_auth_key_inner'
  | 'req_pq'
  | 'req_pq_multi'
  | 'req_DH_params'
  | 'set_client_DH_params'
  | 'future_salt'
  | 'rpc_error'
  // What carries messages is taken apart before they are looked at (container.ts, rpc-result.ts, inflate.ts).
  | 'rpc_result'
  | 'message'
  | 'msg_container'
  | 'gzip_packed'

const METHODS: ReadonlySet<string> = new Set<mtproto.Method['_']>([
  'rpc_drop_answer',
  'get_future_salts',
  'ping',
  'ping_delay_disconnect',
  'destroy_session',
  'http_wait',
  'destroy_auth_key',
])

const OBJECTS: ReadonlySet<string> = new Set<mtproto.Object['_']>([
  'bad_msg_notification',
  'bad_server_salt',
  'destroy_auth_key_fail',
  'destroy_auth_key_none',
  'destroy_auth_key_ok',
  'destroy_session_none',
  'destroy_session_ok',
  'future_salts',
  'msg_detailed_info',
  'msg_new_detailed_info',
  'msg_resend_req',
  'msgs_ack',
  'msgs_all_info',
  'msgs_state_info',
  'msgs_state_req',
  'new_session_created',
  'pong',
  'rpc_answer_dropped',
  'rpc_answer_dropped_running',
  'rpc_answer_unknown',
])

/** What kind of service message a body is by its constructor number; undefined for a message of the API. */
export function serviceKind(body: Uint8Array): 'object' | 'method' | undefined {
  const name = nameOf(constructorOf(body))
  if (name === undefined) return undefined
  if (OBJECTS.has(name)) return 'object'
  return METHODS.has(name) ? 'method' : undefined
}

/** @throws {SessionError} `BODY_INVALID` */
export function decodeService(body: Uint8Array, kind: 'object' | 'method'): ServiceMessage {
  try {
    const value = kind === 'object' ? decodeObject(body) : decodeMethod(body)
    if (isService(value)) return value
  } catch (error) {
    if (!(error instanceof TlError)) throw error
  }
  throw new SessionError('BODY_INVALID', 'a service message does not decode')
}

function isService(value: mtproto.Object | mtproto.Method): value is ServiceMessage {
  return OBJECTS.has(value._) || METHODS.has(value._)
}

export function encodeService(message: ServiceMessage): Uint8Array {
  return encode(message)
}

/** The rpc_error that a result is, or undefined when it is a result. */
export function decodeRpcError(result: Uint8Array): mtproto.rpc_error | undefined {
  if (nameOf(constructorOf(result)) !== 'rpc_error') return undefined
  try {
    const error = decodeObject(result)
    if (error._ === 'rpc_error') return error
  } catch (cause) {
    if (!(cause instanceof TlError)) throw cause
  }
  throw new SessionError('BODY_INVALID', 'an rpc_error does not decode')
}

export function encodeRpcError(errorCode: number, errorMessage: string): Uint8Array {
  return encode({ _: 'rpc_error', errorCode, errorMessage })
}
