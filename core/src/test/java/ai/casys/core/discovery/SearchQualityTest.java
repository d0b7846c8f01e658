// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A floor, not a measurement: a change that makes search clearly worse does not pass unseen. */
class SearchQualityTest {

    private static final String INTENTS = """
            report a bug in our repository = code-host:create_issue code-host:add_issue_comment
            open an issue about the crash = code-host:create_issue
            which issues are open in this repo = code-host:list_issues
            comment on issue 12 = code-host:add_issue_comment
            propose my branch for merging = code-host:create_pull_request
            merge the pull request = code-host:merge_pull_request
            find where a function is used in the source code = code-host:search_code
            history of commits on main = code-host:list_commits
            start a new branch = code-host:create_branch
            copy someone's repository to my account = code-host:fork_repository
            show me the text of a file = disk:read_file
            save this content to a file = disk:write_file
            what is in this folder = disk:list_directory
            rename a file = disk:move_file
            remove the file = disk:delete_file
            how big is this file and who owns it = disk:get_file_info
            make a folder = disk:create_directory
            go to a web page = browser:browser_navigate
            press the button on the page = browser:browser_click
            take a screenshot = browser:browser_take_screenshot
            run javascript in the page = browser:browser_evaluate
            console errors logged by the page = browser:browser_console_messages
            upload a file in the browser = browser:browser_file_upload
            send a message to the channel = chat:chat_post_message
            answer in a thread = chat:chat_reply_to_thread
            react with an emoji = chat:chat_add_reaction
            what was said in the channel lately = chat:chat_get_channel_history
            who are the members of the workspace = chat:chat_get_users
            run a sql query = database:query database:explain_query
            which columns does the table have = database:describe_table
            why is this statement slow = database:slow_queries database:explain_query
            delete rows from a table = database:execute_statement
            schedule an appointment with two attendees = calendar:createEvent
            reschedule my appointment = calendar:updateEvent
            when are all of us free = calendar:findFreeTime
            send an email with an attachment = mail:sendEmail
            find emails from my boss = mail:searchMessages
            download the attachment of a mail = mail:getAttachment
            coordinates of this address = maps:geocode_address
            will it rain tomorrow, how is the weather = maps:weather_forecast
            route by bicycle = maps:get_directions
            restaurants nearby = maps:search_places
            附近的餐厅 = maps:搜索地点
            """;

    @Test
    void theRightToolIsAmongTheFirstFiveForNineIntentsOfTen() {
        Catalog catalog = new Catalog();
        SmallCatalog.fill(catalog);
        List<String> missed = new ArrayList<>();
        List<String> intents = INTENTS.lines().toList();
        try (ToolSearch search = ToolSearch.over(catalog)) {
            for (String line : intents) {
                String[] sides = line.split(" = ");
                List<String> found =
                        search.search(SearchQuery.intent(sides[0]).withLimit(5), tool -> true).hits().stream()
                                .map(hit -> hit.tool().key().toString())
                                .toList();
                if (List.of(sides[1].split(" ")).stream().noneMatch(found::contains)) {
                    missed.add(line + " but " + found);
                }
            }
        }
        assertThat(missed).as("missed of %d", intents.size()).hasSizeLessThanOrEqualTo(intents.size() / 10);
    }
}
