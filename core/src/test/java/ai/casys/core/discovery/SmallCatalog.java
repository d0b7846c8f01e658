// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.Catalog;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Eight invented servers with the tools that such servers usually have: {@code server | tool | text | parameters}. */
final class SmallCatalog {

    private static final String TOOLS = """
            code-host | create_issue | Open a new issue in a repository | owner,repo,title,body,labels
            code-host | list_issues | List the issues of a repository with filters on state and label | owner,repo,state
            code-host | add_issue_comment | Write a comment below an issue | owner,repo,issueNumber,body
            code-host | create_pull_request | Propose the changes of a branch for merging | owner,repo,head,base,title
            code-host | merge_pull_request | Merge a pull request into its base branch | owner,repo,pullNumber
            code-host | get_file_contents | Read a file or folder of a repository at a ref | owner,repo,path,ref
            code-host | search_code | Search source code across all repositories | query,language
            code-host | list_commits | Show the commit history of a branch | owner,repo,sha
            code-host | create_branch | Make a new branch from an existing one | owner,repo,branch
            code-host | fork_repository | Copy a repository to your own account | owner,repo
            disk | read_file | Return the complete text of a file on disk | path
            disk | write_file | Create a file or replace what is in it | path,content
            disk | list_directory | Names and kinds of the entries in a folder | path
            disk | move_file | Rename a file or bring it to another folder | source,destination
            disk | delete_file | Remove a file for good | path
            disk | search_files | Find files whose name matches a glob | path,pattern
            disk | get_file_info | Size, owner, permissions and times of a file | path
            disk | create_directory | Make a folder with all its parents | path
            browser | browser_navigate | Open a web address in the page | url
            browser | browser_click | Press an element of the page with the mouse | element,ref
            browser | browser_type | Enter text into an input field | element,text
            browser | browser_take_screenshot | Capture an image of the visible page | fullPage
            browser | browser_snapshot | Accessibility tree of the page, better than an image for acting | depth
            browser | browser_evaluate | Run JavaScript in the page and return its value | function
            browser | browser_file_upload | Attach local files to a file chooser | paths
            browser | browser_console_messages | Return what the page has logged to the console | level
            chat | chat_post_message | Send a message to a channel | channelId,text
            chat | chat_reply_to_thread | Answer in the thread of a message | channelId,threadTs,text
            chat | chat_add_reaction | Put an emoji on a message | channelId,timestamp,reaction
            chat | chat_get_channel_history | Latest messages of a channel | channelId,limit
            chat | chat_list_channels | Public channels of the workspace | cursor
            chat | chat_get_users | Members of the workspace with their profiles | cursor
            database | query | Run a read-only SQL statement and return the rows | sql
            database | list_tables | Tables and views of a schema | schema
            database | describe_table | Columns, types, keys and indexes of a table | table
            database | explain_query | Execution plan of a statement with cost estimates | sql,analyze
            database | execute_statement | Insert, update or delete rows | sql,parameters
            database | create_index | Add an index to speed up lookups | table,columns
            database | slow_queries | Statements that took the most time lately | minutes
            calendar | createEvent | Put an appointment into a calendar and invite attendees | summary,start,end,attendees
            calendar | listEvents | Appointments between two dates | timeMin,timeMax
            calendar | deleteEvent | Cancel an appointment | eventId
            calendar | findFreeTime | Look for a slot in which all attendees are available | attendees,duration
            calendar | updateEvent | Reschedule or otherwise change an appointment | eventId,start,end
            mail | sendEmail | Send an e-mail with attachments | to,subject,body,attachments
            mail | searchMessages | Find e-mails by sender, subject or words | query
            mail | getAttachment | Download a file attached to an e-mail | messageId,attachmentId
            mail | createDraft | Prepare an e-mail without sending it | to,subject,body
            mail | markAsRead | Mark e-mails as seen | messageIds
            mail | moveToTrash | Throw e-mails away | messageIds
            maps | geocode_address | Coordinates of a postal address | address
            maps | reverse_geocode | Postal address at given coordinates | latitude,longitude
            maps | get_directions | Route between two places by car, bicycle, foot or train | origin,destination,mode
            maps | search_places | Restaurants, shops and sights near a place | query,radius
            maps | distance_matrix | Travel times between many origins and destinations | origins,destinations
            maps | elevation | Height above sea level | locations
            maps | weather_forecast | Temperature, rain and wind for the next days | location,days
            maps | time_zone | Local time zone of a place | location
            maps | 搜索地点 | 搜索附近的餐厅、商店和景点 | 关键词
            maps | static_map | Draw a map picture with markers | center,zoom
            """;

    private SmallCatalog() {}

    static void fill(Catalog catalog) {
        byServer().forEach(catalog::replaceServer);
    }

    static Map<String, List<Tool>> byServer() {
        Map<String, List<Tool>> servers = new LinkedHashMap<>();
        TOOLS.lines().forEach(line -> {
            String[] cells = line.split(" \\| ");
            servers.computeIfAbsent(cells[0].strip(), any -> new ArrayList<>())
                    .add(tool(
                            cells[1].strip(), cells[2].strip(), cells[3].strip().split(",")));
        });
        return servers;
    }

    static Tool tool(String name, String description, String... parameters) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition.put("name", name);
        definition.put("description", description);
        ObjectNode schema = definition.putObject("inputSchema");
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (String parameter : parameters) {
            properties.putObject(parameter).put("type", "string");
        }
        return Tool.parse(RawJson.of(definition));
    }
}
