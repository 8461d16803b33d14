CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" uuid NOT NULL,
	"key_id" text NOT NULL,
	"name" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_by" uuid,
	"last_used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_key_id_unique" UNIQUE("key_id"),
	CONSTRAINT "api_keys_secret_is_a_hash" CHECK ("api_keys"."secret_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "api_keys_name" CHECK (length("api_keys"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"target" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_target" UNIQUE("organization_id","kind","target"),
	CONSTRAINT "channels_kind" CHECK ("channels"."kind" in ('email', 'slack', 'discord', 'webhook')),
	CONSTRAINT "channels_name" CHECK (length("channels"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "members" (
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id"),
	CONSTRAINT "members_role" CHECK ("members"."role" in ('owner', 'admin', 'member'))
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"tier" text DEFAULT 'free' NOT NULL,
	"signing_secret" text NOT NULL,
	"previous_signing_secret" text,
	"previous_signing_secret_expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug"),
	CONSTRAINT "organizations_tier" CHECK ("organizations"."tier" in ('free', 'pro')),
	CONSTRAINT "organizations_slug" CHECK ("organizations"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
	CONSTRAINT "organizations_name" CHECK (length("organizations"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_agent" text,
	"address" text,
	CONSTRAINT "sessions_id_is_a_hash" CHECK ("sessions"."id" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_email" CHECK ("users"."email" = lower("users"."email") and "users"."email" like '%_@_%')
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" uuid NOT NULL,
	"channel_id" uuid,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"type" text NOT NULL,
	"job_id" uuid,
	"execution_id" uuid,
	"event" jsonb,
	"status" text DEFAULT 'pending' NOT NULL,
	"ready_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"worker" text,
	"status_code" smallint,
	"answer" text,
	"settled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alerts_once" UNIQUE("execution_id","type","channel_id"),
	CONSTRAINT "alerts_type" CHECK ("alerts"."type" in ('execution.failed', 'job.recovered', 'channel.test')),
	CONSTRAINT "alerts_event" CHECK (("alerts"."event" is null) = ("alerts"."type" = 'channel.test')),
	CONSTRAINT "alerts_status" CHECK ("alerts"."status" in ('pending', 'sent', 'dead')),
	CONSTRAINT "alerts_settled" CHECK (("alerts"."status" = 'pending') = ("alerts"."settled_at" is null))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"execution_id" uuid NOT NULL,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"organization_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"job_version" integer,
	"worker" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"status_code" smallint,
	"error_code" text NOT NULL,
	"error_message" text,
	"timings" jsonb,
	"response_headers" jsonb,
	"response_body" "bytea",
	"response_bytes" bigint,
	"response_truncated" boolean DEFAULT false NOT NULL,
	"response_encoding" text
) PARTITION BY RANGE ("scheduled_for");
--> statement-breakpoint
CREATE TABLE "execution_history" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"job_version" integer,
	"trigger" text NOT NULL,
	"replay_of" uuid,
	"status" text NOT NULL,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"attempt_started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"attempt" integer NOT NULL,
	"max_attempts" integer NOT NULL,
	"worker" text,
	"status_code" smallint,
	"error_code" text,
	"error_message" text,
	"timings" jsonb,
	"response_headers" jsonb,
	"response_body" "bytea",
	"response_bytes" bigint,
	"response_truncated" boolean DEFAULT false NOT NULL,
	"response_encoding" text,
	CONSTRAINT "execution_history_trigger" CHECK ("execution_history"."trigger" in ('schedule', 'manual', 'replay')),
	CONSTRAINT "execution_history_status" CHECK ("execution_history"."status" in ('success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled')),
	CONSTRAINT "execution_history_reason" CHECK ("execution_history"."status" = 'success' or "execution_history"."error_code" is not null)
) PARTITION BY RANGE ("scheduled_for");
--> statement-breakpoint
CREATE TABLE "execution_queue" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"trigger" text NOT NULL,
	"replay_of" uuid,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"class" smallint NOT NULL,
	"ready_at" timestamp (3) with time zone NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"spent_count" integer DEFAULT 0 NOT NULL,
	"lost_count" integer DEFAULT 0 NOT NULL,
	"timeout_ms" integer NOT NULL,
	"max_attempts" integer NOT NULL,
	"worker" text,
	"claimed_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"job_version" integer,
	CONSTRAINT "execution_queue_trigger" CHECK ("execution_queue"."trigger" in ('schedule', 'manual', 'replay')),
	CONSTRAINT "execution_queue_claim" CHECK (("execution_queue"."worker" is null) = ("execution_queue"."claimed_at" is null)),
	CONSTRAINT "execution_queue_class" CHECK ("execution_queue"."class" between 0 and 4)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
--> statement-breakpoint
CREATE TABLE "job_versions" (
	"job_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"organization_id" uuid NOT NULL,
	"request" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_versions_job_id_version_pk" PRIMARY KEY("job_id","version")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" uuid NOT NULL,
	"key" text,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"method" text NOT NULL,
	"headers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"body" text,
	"schedule_type" text NOT NULL,
	"cron_expression" text,
	"scheduled_at" timestamp (3) with time zone,
	"timezone" text NOT NULL,
	"interval_minutes" integer,
	"enabled" boolean NOT NULL,
	"pause_note" text,
	"retry_attempts" integer NOT NULL,
	"timeout_ms" integer NOT NULL,
	"overlap" text NOT NULL,
	"catch_up" text NOT NULL,
	"alert_on" text NOT NULL,
	"synced" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"next_run_at" timestamp (3) with time zone,
	"written_through" timestamp (3) with time zone NOT NULL,
	"last_status" text,
	"last_status_for" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "jobs_key" UNIQUE("organization_id","key"),
	CONSTRAINT "jobs_method" CHECK ("jobs"."method" in ('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD')),
	CONSTRAINT "jobs_schedule" CHECK (case "jobs"."schedule_type"
        when 'cron' then "jobs"."cron_expression" is not null and "jobs"."interval_minutes" is not null and "jobs"."scheduled_at" is null
        when 'once' then "jobs"."scheduled_at" is not null and "jobs"."cron_expression" is null and "jobs"."interval_minutes" is null
        else false end),
	CONSTRAINT "jobs_next_after_written" CHECK ("jobs"."next_run_at" > "jobs"."written_through"),
	CONSTRAINT "jobs_off_has_no_next" CHECK ("jobs"."enabled" or "jobs"."next_run_at" is null),
	CONSTRAINT "jobs_name" CHECK (length("jobs"."name") between 1 and 120),
	CONSTRAINT "jobs_retry_attempts" CHECK ("jobs"."retry_attempts" between 0 and 20),
	CONSTRAINT "jobs_timeout" CHECK ("jobs"."timeout_ms" between 1000 and 300000),
	CONSTRAINT "jobs_overlap" CHECK ("jobs"."overlap" in ('allow', 'skip')),
	CONSTRAINT "jobs_catch_up" CHECK ("jobs"."catch_up" in ('latest', 'all', 'none')),
	CONSTRAINT "jobs_alert_on" CHECK ("jobs"."alert_on" in ('change', 'every')),
	CONSTRAINT "jobs_last_status" CHECK ("jobs"."last_status" in ('success', 'failed', 'timeout'))
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_versions" ADD CONSTRAINT "job_versions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_organization" ON "api_keys" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "alerts_ready" ON "alerts" USING btree ("ready_at") WHERE "alerts"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "alerts_organization" ON "alerts" USING btree ("organization_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_number" ON "attempts" USING btree ("execution_id","number","scheduled_for");--> statement-breakpoint
CREATE INDEX "execution_history_id" ON "execution_history" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "execution_history_occurrence" ON "execution_history" USING btree ("job_id","scheduled_for",(case when "trigger" = 'schedule' then 0 end));--> statement-breakpoint
CREATE INDEX "execution_history_organization" ON "execution_history" USING btree ("organization_id","scheduled_for","id");--> statement-breakpoint
CREATE INDEX "execution_history_unsuccessful" ON "execution_history" USING btree ("organization_id","status","scheduled_for","id") WHERE "execution_history"."status" <> 'success';--> statement-breakpoint
CREATE INDEX "execution_queue_ready" ON "execution_queue" USING btree ("class","ready_at");--> statement-breakpoint
CREATE UNIQUE INDEX "execution_queue_occurrence" ON "execution_queue" USING btree ("job_id","scheduled_for",(case when "trigger" = 'schedule' then 0 end));--> statement-breakpoint
CREATE INDEX "jobs_organization" ON "jobs" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("overlap","next_run_at") WHERE "jobs"."next_run_at" is not null;--> statement-breakpoint
-- Rows of a day that has no partition yet land here and are moved when the day is made.
CREATE TABLE "execution_history_default" PARTITION OF "execution_history" DEFAULT;--> statement-breakpoint
CREATE TABLE "attempts_default" PARTITION OF "attempts" DEFAULT;--> statement-breakpoint
-- Both halves as one. A claimed row whose lease has run out still reads as running until the next claim.
CREATE VIEW "executions" AS
SELECT "id", "organization_id", "job_id", "job_version", "trigger", "replay_of",
  CASE WHEN "worker" IS NULL THEN 'pending' ELSE 'running' END AS "status",
  "scheduled_for", coalesce("started_at", "claimed_at") AS "started_at",
  "claimed_at" AS "attempt_started_at", NULL::timestamp (3) with time zone AS "finished_at",
  "attempt",
  "max_attempts" + "attempt" - "spent_count" - CASE WHEN "worker" IS NULL THEN 0 ELSE 1 END AS "max_attempts",
  "worker",
  CASE WHEN "worker" IS NULL THEN "ready_at" END AS "next_attempt_at",
  NULL::smallint AS "status_code", NULL::text AS "error_code", NULL::text AS "error_message",
  NULL::jsonb AS "timings", NULL::jsonb AS "response_headers", NULL::bytea AS "response_body",
  NULL::bigint AS "response_bytes", false AS "response_truncated", NULL::text AS "response_encoding"
FROM "execution_queue"
UNION ALL
SELECT "id", "organization_id", "job_id", "job_version", "trigger", "replay_of", "status",
  "scheduled_for", "started_at", "attempt_started_at", "finished_at",
  "attempt", "max_attempts", "worker", NULL::timestamp (3) with time zone,
  "status_code", "error_code", "error_message",
  "timings", "response_headers", "response_body",
  "response_bytes", "response_truncated", "response_encoding"
FROM "execution_history";
