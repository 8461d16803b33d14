CREATE TABLE "replays" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" uuid NOT NULL,
	"filter" json NOT NULL,
	"total_count" integer NOT NULL,
	"replayed_count" integer DEFAULT 0 NOT NULL,
	"skipped_count" integer DEFAULT 0 NOT NULL,
	"fed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "replays_counts" CHECK ("replays"."replayed_count" >= 0 and "replays"."skipped_count" >= 0
        and "replays"."replayed_count" + "replays"."skipped_count" <= "replays"."total_count"),
	CONSTRAINT "replays_cancelled" CHECK ("replays"."cancelled_at" is null or "replays"."finished_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "replay_chunks" (
	"replay_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"execution_ids" uuid[] NOT NULL,
	"job_ids" uuid[] NOT NULL,
	CONSTRAINT "replay_chunks_replay_id_number_pk" PRIMARY KEY("replay_id","number"),
	CONSTRAINT "replay_chunks_size" CHECK (cardinality("replay_chunks"."execution_ids") between 1 and 1000
        and cardinality("replay_chunks"."job_ids") = cardinality("replay_chunks"."execution_ids"))
);
--> statement-breakpoint
ALTER TABLE "replays" ADD CONSTRAINT "replays_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replay_chunks" ADD CONSTRAINT "replay_chunks_replay_id_replays_id_fk" FOREIGN KEY ("replay_id") REFERENCES "public"."replays"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "replays_running" ON "replays" USING btree ("organization_id") WHERE "replays"."finished_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "replays_organization" ON "replays" USING btree ("organization_id","id");--> statement-breakpoint
-- Last, for it locks the table that every claim reads: the constant is not written into its rows.
ALTER TABLE "jobs" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_tags" CHECK (cardinality("jobs"."tags") <= 20);
