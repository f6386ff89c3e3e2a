/** Wire types, written by hand until the server's OpenAPI document generates this file (`npm run gen-api`). */
export interface components {
  schemas: {
    Account: {
      id: string;
      username: string;
      nickname: string;
      email: string | null;
      avatar: string | null;
      role: 'user' | 'admin' | 'operator' | 'auditor';
      created_at: string;
    };
    AuthSession: {
      user: components['schemas']['Account'];
      access_token: string;
      refresh_token?: string | null;
      expires_in: number;
    };
    Relation: 'self' | 'contact' | 'request_sent' | 'request_received' | 'none';
    Person: {
      id: string;
      username: string;
      name: string;
      avatar: string | null;
      relation: components['schemas']['Relation'];
    };
    PersonRef: { id: string; username: string; name: string; avatar: string | null };
    Sender: { id: string; name: string; avatar: string | null };
    FriendRequest: {
      id: string;
      from: components['schemas']['PersonRef'];
      to: components['schemas']['PersonRef'];
      note: string;
      state: 'pending' | 'accepted' | 'refused' | 'expired' | 'withdrawn';
      created_at: string;
      decided_at: string | null;
      conversation_id: string | null;
    };
    Contact: {
      user: components['schemas']['PersonRef'];
      conversation_id: string | null;
      created_at: string;
    };
    Message: {
      id: string;
      conversation_id: string;
      seq: number;
      cnt: number;
      rev: number | null;
      client_msg_id: string;
      sender: components['schemas']['Sender'];
      kind: 'text';
      body: { text: string };
      created_at: string;
    };
    Conversation: {
      id: string;
      kind: 'direct' | 'group' | 'channel' | 'system';
      peer: components['schemas']['PersonRef'] | null;
      last_message: components['schemas']['Message'] | null;
      last_seq: number;
      last_cnt: number;
      last_rev: number;
      member_rev: number;
      read_seq: number;
      read_cnt: number;
      own_cnt: number;
      unread: number;
      visible_from: number;
      peer_read_seq: number;
      peer_delivered_seq: number;
      last_activity_at: string;
    };
    Head: {
      conversation_id: string;
      last_seq: number;
      last_cnt: number;
      last_rev: number;
      member_rev: number;
      read_seq: number;
      read_cnt: number;
      own_cnt: number;
      visible_from: number;
      peer_read_seq: number;
      peer_delivered_seq: number;
    };
    AccountEvent: { useq: number; kind: string; ref_id: string | null; created_at: string };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail?: string | null;
      code: string;
      request_id?: string | null;
      errors?: Record<string, string> | null;
      retry_after?: number | null;
    };
    ClientFrame:
      | { type: 'hello'; device?: string | null }
      | {
          type: 'send_message';
          ref?: string | null;
          conversation_id: string;
          kind: 'text';
          body: { text: string };
          client_msg_id: string;
        }
      | { type: 'read'; conversation_id: string; seq: number }
      | { type: 'delivered'; conversation_id: string; seq: number }
      | { type: 'pull'; ref?: string | null; conversation_id: string; from: number; to: number }
      | { type: 'account'; ref?: string | null; since: number }
      | { type: 'ping'; t: number };
    ServerFrame:
      | { type: 'ready'; session_id: string; user_id: string; server_time: string; heartbeat_s: number }
      | { type: 'heads'; useq: number; items: components['schemas']['Head'][]; more: boolean }
      | {
          type: 'ack';
          ref: string | null;
          client_msg_id: string;
          conversation_id: string;
          message: { id: string; seq: number; cnt: number; created_at: string };
          duplicate: boolean;
        }
      | { type: 'new_message'; message: components['schemas']['Message'] }
      | {
          type: 'read';
          conversation_id: string;
          user_id: string;
          seq: number;
          read_cnt: number | null;
          own_cnt: number | null;
        }
      | { type: 'delivered'; conversation_id: string; user_id: string; seq: number }
      | {
          type: 'messages';
          ref: string | null;
          conversation_id: string;
          from: number;
          to: number;
          items: components['schemas']['Message'][];
        }
      | { type: 'unavailable'; conversation_id: string; from: number; to: number }
      | { type: 'stale'; conversation_id: string; last_seq: number }
      | {
          type: 'account_events';
          ref: string | null;
          items: components['schemas']['AccountEvent'][];
          last_useq: number;
        }
      | { type: 'reset'; conversation_id: string | null }
      | { type: 'pong'; t: number }
      | { type: 'error'; ref: string | null; code: string; message: string; retry_after: number | null };
  };
}
